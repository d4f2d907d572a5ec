import type { EvaluationCase } from '../../../core/evaluation/cases/evaluation-set';
import { playCase, recordCase } from '../../../core/evaluation/run-case';
import type { FakeResponder } from '../../../sandbox/fakes/answer-from-conversation';
import { openAiFaults } from '../../../sandbox/fakes/openai/openai-faults';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { openGate } from '../../../test/fakes/permissive-gate';
import type { Host } from '../hosts/host';
import { composeEvaluationAgent, toOfflineHost, toRecordingHost } from './evaluation-agent';

const never = new AbortController().signal;

const desk = {
	id: 'desk',
	version: '1.0.0',
	name: 'Desk',
	purpose: 'Asks support.',
	prompt: 'Ask support.',
	model: {
		route: [
			{ provider: 'openai', model: 'gpt-4.1-mini' },
			{ provider: 'openai', model: 'o4-mini' },
		],
		extractive: false,
	},
	tools: {
		define: [{ kind: 'agent', name: 'ask_support', description: 'Support.', agent: 'support' }],
		rules: [{ tool: '*', permission: 'allow' }],
	},
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'], action: 'token' } },
	limits: {},
};

const one: EvaluationCase = {
	name: 'asks support',
	input: { message: 'How long is the warranty on a coffee machine? I am ana@example.com.' },
	expect: [
		{ assert: 'tools', order: 'exact', calls: ['ask_support'] },
		{ assert: 'contains', text: '24 months' },
		{ assert: 'at-most', modelCalls: 3 },
	],
};

/** The desk asks support, which quotes its handbook, and repeats what it says. */
const respond: FakeResponder = ({ messages }) => {
	const last = messages.at(-1)!;
	if (last.role === 'tool') return { text: last.content };
	if (messages[0]!.content.includes('Ask support.'))
		return { text: '', calls: [{ name: 'ask_support', input: { task: 'How long is the warranty?' } }] };
	return { text: 'It is 24 months. [1]' };
};

const host = (baseUrl: string): Host => ({ gate: openGate(), agentFolders: [], providers: { openai: { apiKey: 'sk-fake', baseUrl } } });

test('records a team, called agents included, and plays it without a server', async () => {
	const server = await startOpenAiServer({ respond });
	const recorded = await recordCase(
		one,
		await composeEvaluationAgent({ kind: 'inline', definition: desk }, toRecordingHost(host(`${server.url}/v1`))),
		never,
	);
	await server.close();
	expect(recorded.result).toMatchObject({ passed: true, calls: [{ tool: 'ask_support', outcome: 'ok' }] });
	const offline = toOfflineHost(host('http://127.0.0.1:9'), { openai: {} });
	const agent = await composeEvaluationAgent({ kind: 'inline', definition: desk }, offline);
	const played = await playCase(one, agent, recorded.recording, never);
	expect(played).toMatchObject({ passed: true, reply: recorded.result.reply, calls: recorded.result.calls });
	expect(await playCase(one, agent, recorded.recording, never)).toEqual(played);
});

test('plays a failover as it was recorded', async () => {
	const server = await startOpenAiServer({
		respond: (chat) => (chat.model === 'gpt-4.1-mini' ? openAiFaults.rateLimited() : respond(chat)),
	});
	const recorded = await recordCase(
		one,
		await composeEvaluationAgent(
			{ kind: 'inline', definition: { ...desk, tools: undefined, prompt: 'Answer.' } },
			toRecordingHost(host(`${server.url}/v1`)),
		),
		never,
	);
	await server.close();
	expect(recorded.result).toMatchObject({ model: 'openai:o4-mini' });
	const offline = toOfflineHost(host('http://127.0.0.1:9'), { openai: {} });
	const agent = await composeEvaluationAgent({ kind: 'inline', definition: { ...desk, tools: undefined, prompt: 'Answer.' } }, offline);
	expect(await playCase(one, agent, recorded.recording, never)).toMatchObject({ model: 'openai:o4-mini', reply: recorded.result.reply });
});
