import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../../core/agents/run-agent';
import type { PublishedAgents } from '../../../core/ports/manifests';
import type { FakeChat } from '../../../sandbox/fakes/answer-from-conversation';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { openGate } from '../../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { writeJudgement } from '../../../test/fakes/write-judgement';
import { waitUntil } from '../../../test/support/wait-until';
import { openQualityStore } from '../../state/quality/quality-store';
import { composeAgent } from '../agents/agent';
import { runKnowledgeTask } from '../knowledge/knowledge-task';
import { openEvents } from '../events/events';
import type { Host } from '../hosts/host';
import { closeOpened } from '../open-once';
import { judgeWaiting } from './judge-waiting';
import { composeQualityStore } from './quality-store';

const never = new AbortController().signal;
let stateFolder: string;
let server: FakeServer;
let questions: string[];
let reason: string;
/** Whether the judge finds a reply good; it does not answer while this is a promise that is open. */
let verdict: (question: string) => boolean;

beforeEach(async () => {
	stateFolder = mkdtempSync(join(tmpdir(), 'troupe-quality-'));
	questions = [];
	reason = 'So it is.';
	verdict = () => true;
	server = await startOpenAiServer({ respond });
});
afterEach(async () => {
	await server.close();
	await closeOpened();
	rmSync(stateFolder, { recursive: true });
});

function respond({ messages }: FakeChat) {
	const last = messages.at(-1)!.content;
	if (!messages[0]!.content.includes('You judge the reply'))
		return { text: `Thank you, ${/[\w.]+@[\w.]+|\[EMAIL\w+\]/.exec(last)?.[0] ?? 'friend'}.` };
	questions.push(last);
	return { text: writeJudgement(last, { reason, passed: verdict(last) }) };
}

const clerk = (evaluate: object = {}) => ({
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'Answer.' },
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	guardrails: { personalData: { types: [], action: 'token' } },
	limits: {},
	evaluate: { share: 1, rubric: 'It is kind.', judge: 'openai:gpt-4.1-mini', budget: { per: 'day', calls: 100 }, window: 10, ...evaluate },
});
const createHost = (name: string): Host => ({
	...{ name, gate: openGate(), agentFolders: [], stateFolder, environment: {} },
	providers: { openai: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1` } },
});
async function run(message: string, host: Host, evaluate?: object) {
	const parts = await composeAgent({ kind: 'inline', definition: clerk(evaluate) }, host);
	return runAgent({ message, conversationId: 'c1' }, parts, never);
}
const readHistory = async (host: Host) => (await composeQualityStore(host))!.history('default', 'clerk', 30);

test('a run is judged in the background by a worker, and counted by its version', async () => {
	const host = createHost('worker');
	await run('Hello', host);
	await waitUntil('the judgement', async () => (await readHistory(host)).days[0]?.judgedPassed === 1);
	expect(await readHistory(host)).toMatchObject({ waiting: 0, days: [{ version: '1.0.0', succeeded: 1, timed: 1, judgedPassed: 1 }] });
	expect(questions).toEqual([expect.stringMatching(/<<<(REPLY-\w+)\nThank you, friend\.\n\1>>>/)]);
});

test('a run of the command line waits for the command, with personal data of all types masked', async () => {
	const host = createHost('cli');
	const { reply } = await run('I am bruno@example.com, CPF 529.982.247-25', host);
	expect(reply).toContain('bruno@example.com');
	expect(questions).toEqual([]);
	expect((await readHistory(host)).waiting).toBe(1);
	await closeOpened();
	expect(readFileSync(join(stateFolder, 'state.db'), 'latin1')).not.toMatch(/bruno|982\.247/);
	expect(await judgeWaiting(host, never)).toMatchObject({ passed: 1, failed: 0 });
	expect(questions[0]).not.toMatch(/bruno|982\.247/);
	expect(questions[0]).toMatch(/Thank you, \[EMAIL_1_/);
});

test('the judge reads the passages that the reply had, and its reason is stored without personal data', async () => {
	const host = createHost('cli');
	const documents = [{ id: 'w.md', title: 'Warranty', text: 'Machines have 24 months. Ask eva@example.com.' }];
	await runKnowledgeTask({ operation: 'ingest', collection: 'house', documents }, host, never);
	verdict = () => false;
	reason = 'Wrong: dora@example.com was told 36.';
	const definition = { ...clerk(), knowledge: { collection: 'house', mode: 'lexical', citations: 'optional' } };
	const parts = await composeAgent({ kind: 'inline', definition }, host);
	await runAgent({ message: 'How many months have machines?', conversationId: 'c1' }, parts, never);
	await judgeWaiting(host, never);
	expect(questions).toEqual([
		expect.stringMatching(/<<<(SOURCES-\w+)\n\[1\] Warranty\nMachines have 24 months\. Ask \[EMAIL\w*\]\.\n\1>>>/),
	]);
	expect((await readHistory(host)).failedRuns).toMatchObject([{ reason: 'Wrong: [EMAIL] was told 36.' }]);
});

test('a published agent is chosen by its contact, and the verdict goes to its rollout', async () => {
	const found: unknown[] = [];
	const verdicts: unknown[] = [];
	const published: PublishedAgents = {
		find: async (kind, name, _range, options) => {
			found.push(options?.contact);
			const rollout = { id: 'by-contact.r1', report: () => undefined };
			return { ...{ kind, name, version: '1.0.0', content: JSON.stringify(clerk()), sha256: 'a'.repeat(64), warnings: [] }, rollout };
		},
		list: async () => [],
		judged: (...verdict) => void verdicts.push(verdict),
	};
	const host = { ...createHost('cli'), published };
	for (const request of [{ conversationId: 'c1', person: 'ana' }, { conversationId: 'c2' }]) {
		const parts = await composeAgent({ kind: 'id', id: 'clerk' }, host, request);
		await runAgent({ message: 'Hello', ...request }, parts, never);
	}
	expect(found).toEqual(['ana', 'c2']);
	await judgeWaiting(host, never);
	expect(verdicts).toEqual([
		['by-contact.r1', '1.0.0', 'passed'],
		['by-contact.r1', '1.0.0', 'passed'],
	]);
});

test('the verdict goes to the rollout of the prompt that the run had, beside that of the agent', async () => {
	const { prompt: _, ...rest } = clerk();
	const asking = { ...rest, promptReference: { name: 'tone', range: '^1' } };
	const verdicts: unknown[] = [];
	const withRollouts = (kinds: string[]): PublishedAgents => ({
		find: async (kind, name) => ({
			...{ kind, name, sha256: 'a'.repeat(64), warnings: [] },
			...(kind === 'agent' ? { version: '1.0.0', content: JSON.stringify(asking) } : { version: '2.1.0', content: 'Answer kindly.' }),
			...(kinds.includes(kind) && { rollout: { id: `by-contact.${kind}`, report: () => undefined } }),
		}),
		list: async () => [],
		judged: (...verdict) => void verdicts.push(verdict),
	});
	verdict = () => false;
	for (const kinds of [['prompt'], ['agent', 'prompt'], []]) {
		const host = { ...createHost('cli'), published: withRollouts(kinds) };
		const parts = await composeAgent({ kind: 'id', id: 'clerk' }, host, { conversationId: 'c1' });
		await runAgent({ message: 'Hello', conversationId: 'c1' }, parts, never);
		await judgeWaiting(host, never);
	}
	expect(verdicts).toEqual([
		['by-contact.prompt', '2.1.0', 'failed'],
		['by-contact.agent', '1.0.0', 'failed'],
		['by-contact.prompt', '2.1.0', 'failed'],
	]);
});

test('a judge that is used up stops, and the history says how many were not judged', async () => {
	const host = createHost('cli');
	for (let index = 0; index < 5; index += 1) await run('Hello', host, { budget: { per: 'day', calls: 2 } });
	expect(await judgeWaiting(host, never)).toMatchObject({ passed: 2, budget: 3 });
	expect(await readHistory(host)).toMatchObject({ waiting: 0, days: [{ succeeded: 5, judgedPassed: 2, budget: 3 }] });
	// The agent itself goes on.
	expect(await run('Hello', host)).toMatchObject({ kind: 'reply' });
});

test('a share is chosen, dry runs are not, and a judge that cannot be asked is tried again, then lost', async () => {
	const host = createHost('cli');
	for (let index = 0; index < 40; index += 1) await run('Hello', host, { share: 0.25 });
	const { waiting } = await readHistory(host);
	expect(waiting).toBeGreaterThan(2);
	expect(waiting).toBeLessThan(22);
	const parts = await composeAgent({ kind: 'inline', definition: clerk() }, host, { mode: 'dry-run' });
	await runAgent({ message: 'Hello', conversationId: 'c1' }, { ...parts, mode: 'dry-run' }, never);
	expect((await readHistory(host)).waiting).toBe(waiting);
	const faults: unknown[] = [];
	expect(await judgeWaiting({ ...host, providers: {} }, never, { onFault: (fault) => faults.push(fault) })).toMatchObject({
		released: waiting,
	});
	expect(faults[0]).toMatchObject({ code: 'INPUT_INVALID' });
	expect((await readHistory(host)).waiting).toBe(waiting);
});

test('judged runs that are worse than those before them raise an event, once', async () => {
	const host = createHost('cli');
	for (let index = 0; index < 20; index += 1) await run('Hello', host);
	let count = 0;
	verdict = () => (count += 1) <= 10;
	await judgeWaiting(host, never);
	const items = await (await openEvents(host)).read('default', 0, 100);
	const { failedRuns } = await readHistory(host);
	expect(failedRuns).toHaveLength(10);
	expect(failedRuns[0]).toMatchObject({ agent: 'clerk', version: '1.0.0', reason: expect.stringMatching(/./) as string });
	expect(
		items
			.filter(({ type }) => type === 'agent.quality.failed')
			.map(({ data }) => (data as { runId: string }).runId)
			.toSorted(),
	).toEqual(failedRuns.map((failed) => failed.run).toSorted());
	expect(items.filter(({ type }) => type === 'agent.quality.dropped')).toMatchObject([
		{ data: { agent: { id: 'clerk', version: '1.0.0' }, window: 10, before: { passed: 10, failed: 0 }, now: { passed: 0, failed: 10 } } },
	]);
});

test.each([
	['at once', 'shift', 3, 98, 98],
	['over a week', 'drift', 20, 105, 0],
] as const)('replies that change %s raise an event of their own', async (_what, kind, daysBefore, changed, today) => {
	const host = createHost('worker');
	const usual = { language: 'en', length: 'up to 50', content: 'text', origin: 'worker, nobody', guardrails: 'none' };
	const on = async (days: number, reply: string, times: number) => {
		const store = openQualityStore(join(stateFolder, 'state.db'), { now: () => Date.now() - days * 86_400_000 });
		for (let index = 0; index < times; index += 1) await store.countInput('default', 'clerk', { ...usual, reply, 'reply-calls': '0' });
		await store.close();
	};
	await on(daysBefore, 'reply', 120);
	for (const day of today > 0 ? [0] : [3, 4]) await on(day, 'needs-human', changed);
	for (let index = 0; index < 3; index += 1) await run('Hello', host, { share: 0.000001 });
	const events = (await (await openEvents(host)).read('default', 0, 100)).filter(({ type }) => /inputs|replies/.test(type));
	expect(events).toMatchObject([{ type: 'agent.replies.changed', data: { agent: 'clerk', kind, changes: [{ trait: 'reply' }] } }]);
});

test('inputs that suddenly come from a program raise an event once a day, and no word of them is kept', async () => {
	const host = createHost('worker');
	const lastWeek = openQualityStore(join(stateFolder, 'state.db'), { now: () => Date.now() - 3 * 86_400_000 });
	const usual = { language: 'en', length: 'up to 50', content: 'text', origin: 'serve, person', guardrails: 'none' };
	for (let index = 0; index < 120; index += 1) await lastWeek.countInput('default', 'clerk', usual);
	await lastWeek.close();
	const store = (await composeQualityStore(host))!;
	for (let index = 0; index < 98; index += 1) await store.countInput('default', 'clerk', { ...usual, origin: 'worker, nobody' });
	const changes = async () =>
		(await (await openEvents(host)).read('default', 0, 100)).filter(({ type }) => type === 'agent.inputs.changed');
	await run('Hello', host, { share: 0.000001 });
	expect(await changes()).toEqual([]);
	for (let index = 0; index < 2; index += 1) await run('Hello, the word is xylophone', host, { share: 0.000001 });
	expect(await changes()).toMatchObject([
		{ data: { agent: 'clerk', kind: 'shift', changes: [{ trait: 'origin', index: expect.any(Number) as number }] } },
	]);
	expect(readFileSync(join(stateFolder, 'state.db')).includes('xylophone')).toBe(false);
});
