import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { createPlacedGuard } from '../guardrails/policy/apply-guardrails';
import { placeChecks } from '../guardrails/policy/create-guard';
import { createVault } from '../guardrails/vault/create-vault';
import { createDocumentRetriever } from '../knowledge/document-retriever';
import type { ChatModel, ChatRequest } from '../ports/models/models';
import type { Tool } from '../ports/tools/tools';
import type { AgentDefinition } from './definition/agent-definition';
import type { AgentEvent } from './agent-event';
import { agentGuardrails } from './agent-guardrails';
import { notCoveredMark } from '../knowledge/grounding';
import { type AgentParts, runAgent } from './run-agent';

const schema = {
	type: 'object',
	properties: { email: { type: 'string', format: 'email' }, days: { type: 'integer' } },
	required: ['days'],
	additionalProperties: false,
};
const definition: AgentDefinition = {
	id: 'extract',
	version: '1.0.0',
	name: 'Extract',
	purpose: 'Reads what customers want.',
	capabilities: [],
	prompt: 'You read messages.',
	model: { route: [] },
	output: { schema },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'], action: 'token' } },
	limits: { messageCharacters: 500, modelCalls: 3, outputTokens: 100, tokens: 8000, wallClockMs: 1000 },
};

function partsWith(model: ChatModel, changes: Partial<AgentParts> = {}): AgentParts {
	const vault = createVault(['EMAIL_ADDRESS']);
	const own = changes.definition ?? definition;
	return {
		definition,
		definitionSha256: 'a'.repeat(64),
		gate: openGate(),
		model,
		openVault: () => vault,
		guard: createPlacedGuard(agentGuardrails(own)),
		clock: { now: () => 1_000 },
		...changes,
	};
}

const never = new AbortController().signal;
const ask = (parts: AgentParts, message = 'Return it') => runAgent({ message, conversationId: 'c1' }, parts, never);

test.each([
	['an ID that would lose digits (rhysd/fixjson#19)', '{"days":3791411052119578828}', /2\^53 or more in days.*write it as a text/],
	['half a character', '{"days":1,"note":"\\ud800"}', /half a character/],
])('asks once more for an output with %s', async (_what, text, complaint) => {
	const open = { ...definition, output: { schema: { type: 'object', required: ['days'] } } };
	const model = scriptedChatModel(text, '{"days":"3791411052119578828"}');
	expect(await ask(partsWith(model, { definition: open }))).toMatchObject({ output: { days: '3791411052119578828' } });
	expect(model.requests[1]!.messages.at(-1)!.content).toMatch(complaint);
	await expect(ask(partsWith(scriptedChatModel(text, text), { definition: open }))).rejects.toMatchObject({ code: 'MODEL_OUTPUT_INVALID' });
});

const withKnowledge: AgentDefinition = { ...definition, knowledge: { documents: 'handbook', passages: 1, citations: 'required' } };
const handbook = [{ id: 'returns.md', title: 'Returns', text: '# Returns\n\nYou may return a machine within 30 days.\n' }];

const lookUp: Tool = {
	name: 'look_up',
	description: 'Looks up.',
	parameters: { type: 'object', properties: {} },
	source: 'test',
	effect: 'reads',
	call: async () => ({ kind: 'ok', text: '30' }),
};

describe('an agent that has to answer by a schema', () => {
	it('gives the value beside the reply, and tells the model of the schema', async () => {
		const model = scriptedChatModel('Here you are:\n```json\n{"days": 30}\n```');
		const outcome = await ask(partsWith(model));
		expect(outcome).toMatchObject({ kind: 'reply', output: { days: 30 }, reply: '{\n  "days": 30\n}' });
		expect(model.requests[0]).toMatchObject({ responseSchema: { name: 'output', schema } });
	});

	it.each([
		['its object', { days: { type: 'integer' } }, '{"days": 30}', { days: 30 }],
		['a list', { type: 'array', items: { type: 'string' } }, 'These: ["a", "b"]', ['a', 'b']],
	])('takes an answer without the only field of the schema, around %s', async (_what, inner, text, value) => {
		const only = 'type' in inner ? inner : { type: 'object', properties: inner, required: ['days'] };
		const wrapped = { ...definition, output: { schema: { type: 'object', properties: { output: only }, required: ['output'] } } };
		for (const written of [text, JSON.stringify({ output: value })]) {
			const model = scriptedChatModel(written);
			expect(await ask(partsWith(model, { definition: wrapped }))).toMatchObject({ kind: 'reply', output: { output: value } });
			expect(model.requests).toHaveLength(1);
		}
	});

	it('restores personal data in the value, and holds the restored one to the schema', async () => {
		const model = scriptedChatModel(async (request: ChatRequest) => {
			const token = /<[A-Z_]+_\d+>|\[[A-Z_]+_\d+[^\]]*\]/.exec(request.messages.at(-1)!.content)![0];
			return answering(JSON.stringify({ email: token, days: 1 }));
		});
		const outcome = await ask(partsWith(model), 'I am ana@example.com');
		expect(outcome.output).toEqual({ email: 'ana@example.com', days: 1 });
		expect(JSON.parse(outcome.reply)).toEqual(outcome.output);
		expect(JSON.stringify(model.requests)).not.toContain('ana@example');
	});

	it('shows an answer that does not fit to the model once, with what is wrong', async () => {
		const model = scriptedChatModel('{"days": "thirty"}', '{"days": 30}');
		const outcome = await ask(partsWith(model));
		expect(outcome).toMatchObject({ output: { days: 30 }, usage: { modelCalls: 2 } });
		const [, , shown, complaint] = model.requests[1]!.messages;
		expect(shown).toMatchObject({ role: 'assistant', content: '{"days": "thirty"}' });
		expect(complaint).toMatchObject({ role: 'user', content: expect.stringMatching(/days.*integer/) as string });
	});

	it('fails with a clear error when the second answer does not fit either', async () => {
		const model = scriptedChatModel('no', 'no', '{"days": 1}');
		await expect(ask(partsWith(model))).rejects.toMatchObject({
			code: 'MODEL_OUTPUT_INVALID',
			message: expect.stringContaining('does not fit the output schema of the agent "extract": the whole is not JSON') as string,
			retryable: true,
		});
		expect(model.requests).toHaveLength(2);
	});

	it('cites what its texts cite, and takes no list of numbers for a citation', async () => {
		const cited: AgentDefinition = {
			...withKnowledge,
			output: { schema: { type: 'object', properties: { say: { type: 'string' } } } },
		};
		const parts = (text: string) => partsWith(scriptedChatModel(text), { definition: cited, retriever: createDocumentRetriever(handbook) });
		expect(await ask(parts('{"say": "30 days [1]"}'), 'How long can I return?')).toMatchObject({
			kind: 'reply',
			citations: [{ number: 1, documentId: 'returns.md' }],
		});
		expect(await ask(parts('{"list": [1]}'), 'How long can I return?')).toMatchObject({ kind: 'needs-human', reason: 'no-citation' });
	});

	it('has no output where the documents do not hold the answer, or a guardrail stops it', async () => {
		const notCovered = partsWith(scriptedChatModel(notCoveredMark), {
			definition: withKnowledge,
			retriever: createDocumentRetriever(handbook),
		});
		const outcome = await ask(notCovered);
		expect(outcome).toMatchObject({ kind: 'needs-human', reason: 'not-covered' });
		expect(outcome).not.toHaveProperty('output');
		const invented = await ask(partsWith(scriptedChatModel('{"days": 1, "email": "eve@mine.com"}')));
		expect(invented).toMatchObject({ kind: 'blocked' });
		expect(invented).not.toHaveProperty('output');
	});

	it('fails where a guardrail rewrites the value into something else', async () => {
		const checks = await placeChecks({
			id: 'p',
			version: '1.0.0',
			checks: [{ check: 'pattern', patterns: ['30'], stages: ['output'], action: 'rewrite' }],
		} as never);
		const guard = createPlacedGuard([...agentGuardrails(definition), ...checks]);
		await expect(ask(partsWith(scriptedChatModel('{"days": 30}'), { guard }))).rejects.toMatchObject({
			code: 'MODEL_OUTPUT_INVALID',
			message: expect.stringContaining('after a guardrail rewrote it') as string,
			retryable: false,
		});
	});

	it('calls its tools first, and none while it corrects its answer', async () => {
		const model = scriptedChatModel(
			{ text: '', toolCalls: [{ id: '1', name: 'look_up', arguments: '{}' }] },
			'It is thirty.',
			'{"days": 30}',
		);
		const outcome = await ask(
			partsWith(model, { tools: [lookUp], definition: { ...definition, limits: { ...definition.limits, modelCalls: 9, tokens: 90_000 } } }),
		);
		expect(outcome).toMatchObject({ output: { days: 30 }, usage: { toolCalls: 1 } });
		expect(model.requests[2]).toMatchObject({ toolChoice: 'none', responseSchema: { name: 'output' } });
	});

	it('gives what it knows as JSON when a limit is reached, and nothing where that does not fit', async () => {
		const call = { text: '', toolCalls: [{ id: '1', name: 'look_up', arguments: '{}' }] };
		const limits = { ...definition.limits, modelCalls: 9, toolCalls: 0, tokens: 90_000 };
		const parts = (last: string) => partsWith(scriptedChatModel(call, last), { tools: [lookUp], definition: { ...definition, limits } });
		expect(await ask(parts('{"days": 2}'))).toMatchObject({ kind: 'limit-reached', partial: true, output: { days: 2 } });
		const none = await ask(parts('two'));
		expect(none).toMatchObject({ kind: 'limit-reached', partial: false });
		expect(none).not.toHaveProperty('output');
	});

	it('shows nothing before the whole was judged', async () => {
		const events: AgentEvent[] = [];
		await ask(partsWith(scriptedChatModel('{"days": 30}'), { onEvent: (event) => void events.push(event) }));
		expect(events.map(({ kind }) => kind)).not.toContain('model-part');
	});

	it('replays to the same output without a model, and without the vault', async () => {
		let trail: unknown[] = [];
		const answers = ['{"days": "x"}', '{"days": 30, "email": "TOKEN"}'];
		const step = async (request: ChatRequest) => {
			const token = /<[A-Z_]+_\d+>|\[[A-Z_]+_\d+[^\]]*\]/.exec(request.messages[1]!.content)![0];
			return answering(answers.shift()!.replace('TOKEN', token));
		};
		const model = scriptedChatModel(step, step);
		const first = await ask(partsWith(model, { onTrail: (entries) => (trail = entries) }), 'I am ana@example.com');
		expect(first.output).toEqual({ days: 30, email: 'ana@example.com' });
		const replayed = await runAgent(
			{ message: '', conversationId: 'c1', trail },
			partsWith(scriptedChatModel(), { mode: 'replay', openVault: () => createVault(['EMAIL_ADDRESS']) }),
			never,
		);
		expect(replayed).toMatchObject({ kind: 'reply', output: { days: 30 } });
	});
});

const answering = (text: string) => ({
	text,
	finish: 'stop' as const,
	model: 'script:echo',
	usage: { inputTokens: 1, outputTokens: 1, estimated: false },
});
