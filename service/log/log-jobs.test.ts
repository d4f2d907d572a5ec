import type { Job, JobHandler, JobOutcome } from '../../engine-adapter/engine/jobs';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { openAgentWorker } from '../../engine-adapter/workers/agent-worker';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import type { Log } from './log';
import { observeAgents } from './log-agents';
import { withJobLog } from './log-jobs';

async function writeLog(outcome: JobOutcome): Promise<Array<Record<string, unknown>>> {
	const lines: Array<Record<string, unknown>> = [];
	let wrapped: JobHandler | undefined;
	const engine = { openWorker: (_type: string, _options: object, handler: JobHandler) => Promise.resolve(void (wrapped = handler)) };
	const logged = withJobLog(engine as unknown as ProcessEngine, (level, message, facts) => lines.push({ level, message, ...facts }));
	await logged.openWorker('t', { name: 'n', concurrency: 1, timeoutMs: 1 }, () => Promise.resolve(outcome));
	await wrapped!({ key: '7', instanceKey: '3', retries: 3, variables: {} } as unknown as Job, new AbortController().signal);
	return lines;
}

test('a job that is tried again says why, and when', async () => {
	const before = Date.now();
	const [, ended] = await writeLog({ kind: 'fail', code: 'MODEL_UNAVAILABLE', message: 'Away.', retries: 2, backoffMs: 30_000 });
	expect(ended).toMatchObject({ level: 'warn', message: 'job ended', jobKey: '7', outcome: 'fail', errorCode: 'MODEL_UNAVAILABLE' });
	expect(ended).toMatchObject({ reason: 'Away.', attemptsLeft: 2 });
	expect(Date.parse(ended!.nextAttempt as string) - before).toBeGreaterThanOrEqual(30_000);
});

test('a job that searched says what it found', async () => {
	const searched = { collection: 'handbook', passages: 1, documents: ['a.md'], questionHash: 'x', mode: 'lexical' as const };
	const [, ended] = await writeLog({ kind: 'complete', variables: {}, searched });
	expect(ended).toMatchObject({ outcome: 'complete', search: searched });
});

test('a job whose process ignored a fault is a warning that says which', async () => {
	const ignored = { code: 'TOOL_INVALID', message: 'The secret SUPABASE_KEY is missing.' };
	const [, ended] = await writeLog({ kind: 'complete', variables: {}, ignored });
	expect(ended).toMatchObject({ level: 'warn', outcome: 'complete', errorCode: ignored.code, reason: ignored.message });
});

test('the end of a job of an agent names its run, as the lines of the agent do', async () => {
	const lines: Array<Record<string, unknown>> = [];
	const log: Log = (_level, message, facts) => lines.push({ message, ...facts });
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	const host = { gate: openGate(), agentFolders: [], providers: {}, model: scriptedChatModel('Hello!'), unlistedAgents: 'allow' as const };
	const worker = await openAgentWorker(withJobLog(engine, log), { ...host, inline: {} }, {}, observeAgents(log));
	const greet = serviceTask('greet', { type: 'troupe:agent' });
	await engine.deploy([processModel('p', [startEvent(), greet, endEvent(), ...chain('start', 'greet', 'end')])]);
	const agentDefinition = {
		...{ id: 'greeter', version: '1.0.0', name: 'Greeter', purpose: 'Greets.', prompt: 'You greet.' },
		...{ model: { extractive: false }, guardrails: { personalData: { types: [] } }, limits: {} },
	};
	await engine.startAndAwait({ processId: 'p', variables: { message: 'Hello', agentDefinition } }, 30_000);
	await worker.close(1_000);
	await engine.close();
	const find = (message: string) => lines.find((line) => line.message === message);
	expect(find('agent finished')!.run).toMatch(/^job-/);
	expect(find('job ended')!.run).toBe(find('agent finished')!.run);
});

test('a job without attempts left names none', async () => {
	const [, ended] = await writeLog({ kind: 'fail', message: 'Away.', retries: 0 });
	expect(ended).toMatchObject({ outcome: 'fail', attemptsLeft: 0 });
	expect(ended).not.toHaveProperty('nextAttempt');
});
