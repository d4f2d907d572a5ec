import { runAgent } from '../../../core/agents/run-agent';
import { openGate } from '../../../test/fakes/permissive-gate';
import { createOpenAiChatModel } from '../../models/openai/openai-chat-model';
import { composeAgent } from './agent';

type Body = { messages: Array<{ role: string }> };

/** Refuses a user's turn after the results of tools, as Mistral does. */
function startMistral() {
	const calling = (id: string) => ({ content: '', tool_calls: [{ id, type: 'function', function: { name: 'order', arguments: '{}' } }] });
	const answers: Array<{ content: string; tool_calls?: object[] }> = [calling('c1'), calling('c2'), { content: 'Order 77 is packed.' }];
	const send: typeof fetch = async (_url, init) => {
		const { messages } = JSON.parse(init!.body as string) as Body;
		const isRefused = messages.some(({ role }, index) => role === 'user' && messages[index - 1]?.role === 'tool');
		const message = "Unexpected role 'user' after role 'tool'";
		if (isRefused) return Response.json({ object: 'error', message, type: 'invalid_request_message_order', code: '3230' }, { status: 400 });
		const answer = answers.shift()!;
		return Response.json({
			choices: [{ message: { role: 'assistant', ...answer }, finish_reason: answer.tool_calls ? 'tool_calls' : 'stop' }],
		});
	};
	return createOpenAiChatModel({ apiKey: 'sk-fake', baseUrl: 'https://mistral.test/v1' }, 'm', { fetch: send });
}

test('a run that reached its limit of tool calls gets its last answer from a model of Mistral', async () => {
	const definition = {
		id: 'clerk',
		version: '1.0.0',
		name: 'Clerk',
		purpose: 'Answers.',
		prompt: 'Answer.',
		model: { extractive: false },
		tools: {
			define: [
				{
					kind: 'http',
					name: 'order',
					description: 'An order.',
					parameters: { type: 'object', properties: {} },
					method: 'GET',
					url: 'http://127.0.0.1:9/orders',
				},
			],
		},
		guardrails: { personalData: { types: ['EMAIL_ADDRESS'] } },
		limits: { toolCalls: 1 },
	};
	const host = {
		gate: openGate(),
		agentFolders: [],
		providers: {},
		model: startMistral(),
		inline: { allowPrivateNetworks: true, secrets: () => '' },
	};
	const parts = await composeAgent({ kind: 'inline', definition }, host);
	const outcome = await runAgent({ message: 'Where is it?', conversationId: 'c' }, parts, new AbortController().signal);
	expect(outcome).toMatchObject({ kind: 'limit-reached', partial: true, reply: expect.stringContaining('Order 77 is packed.') });
});
