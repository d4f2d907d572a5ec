import { runAgent } from '../../core/agents/run-agent';
import type { Job } from '../../engine-adapter/engine/jobs';
import { composeAgent } from '../../providers/compose/agents/agent';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { toGenAiFacts } from '../../core/tracing/gen-ai-facts';
import { agentLog, observeAgents } from './log-agents';

const definition = {
	id: 'painter',
	version: '1.0.0',
	name: 'Painter',
	purpose: 'Paints.',
	prompt: 'Ask before you paint.',
	model: { extractive: false },
	tools: { askPerson: true },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'] } },
	limits: {},
};

test('a worker logs the steps of its agents, without a text', async () => {
	const lines: Array<Record<string, unknown>> = [];
	const observe = observeAgents((level, message, facts) => lines.push({ level, message, ...facts }));
	const question = { id: 'q', name: 'ask_person', arguments: '{"question":"Which secret colour?"}' };
	const model = scriptedChatModel({ finish: 'tool-calls', toolCalls: [question], costUsd: 0.25 });
	const parts = await composeAgent({ kind: 'inline', definition }, { gate: openGate(), agentFolders: [], providers: {}, model });
	const job = { key: '11', instanceKey: '7' } as Job;
	const request = { message: 'My secret is ana@example.com.', conversationId: 'c', runId: 'r' };
	await runAgent(request, { ...parts, onEvent: (event) => observe(event, job) }, new AbortController().signal);

	expect(lines.map(({ message }) => message)).toEqual([
		'agent started',
		'agent guardrail',
		'agent model-started',
		'agent model-finished',
		'agent suspended',
		'agent finished',
	]);
	expect(lines[3]).toMatchObject({ level: 'info', instance: '7', jobKey: '11', run: 'r', costUsd: 0.25 });
	expect(lines[0]).toMatchObject({
		'gen_ai.operation.name': 'invoke_agent',
		'gen_ai.agent.id': 'painter',
		'gen_ai.agent.version': '1.0.0',
	});
	expect(lines[3]).toMatchObject({
		...{ 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'script', 'gen_ai.request.model': 'model' },
		...{ 'gen_ai.usage.input_tokens': 10, 'gen_ai.usage.output_tokens': 5 },
	});
	expect(lines[5]).toMatchObject({ 'gen_ai.operation.name': 'invoke_agent', outcome: 'needs-human', 'gen_ai.usage.output_tokens': 5 });
	expect(JSON.stringify(lines)).not.toMatch(/secret|ana@/);
});

test('a failed call of a tool has its name, its id and the error, but no id that its model wrote', () => {
	const finish = (callId: string) =>
		toGenAiFacts({
			...{ kind: 'tool-finished', runId: 'r', number: 1, at: 0, step: 1, callId, tool: 'refund' },
			...{ outcome: 'error', errorCode: 'HTTP_FAILED', characters: 0, durationMs: 1 },
		});
	for (const odd of ['529.982.247-25', 'Refund Ana Silva']) expect(Object.keys(finish(odd))).not.toContain('gen_ai.tool.call.id');
	expect(finish('c1')).toEqual({
		...{ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'refund', 'gen_ai.tool.call.id': 'c1', 'error.type': 'HTTP_FAILED' },
	});
});

test('a call that waits names the arguments that only others wrote, without their values', () => {
	const logged: unknown[] = [];
	const log = agentLog((_level, _message, facts) => void logged.push(facts));
	const of = (path: string, trusted: boolean, places = [{ source: 'tool', trusted, excerpt: 'ana@example.com' }]) => ({
		path,
		trusted,
		places,
	});
	const valueOrigins = [of('to', false), of('items[0].Ana Silva', false), of('amount', true), of('note', false, [])];
	const pending = [{ id: 'p', kind: 'approval', tool: 'pay', arguments: {}, valueOrigins }];
	log({ kind: 'suspended', runId: 'r', number: 1, at: 0, pending } as never, {});
	expect(logged).toMatchObject([{ pending: [{ id: 'p', kind: 'approval', foreign: ['to', 'items'] }] }]);
	expect(JSON.stringify(logged)).not.toMatch(/ana@|Silva/);
});
