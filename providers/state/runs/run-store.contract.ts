import { hash } from 'node:crypto';
import { suspendedRun, testRunStore, type TestedRunStore } from '../../../core/agents/run-store.contract';
import type { StoredRuns } from './run-store';

export interface TestedStoredRuns extends TestedRunStore {
	store: StoredRuns;
	/** The same database as another tenant. */
	openFor(tenant: string): StoredRuns;
	/** Forgets by keyed hashes. @returns the number of runs */
	forget(pseudonyms: string[]): Promise<number>;
	/** All that is stored, as text. */
	readAll(): Promise<string> | string;
	/** Writes the database without the store. */
	write(statement: string): unknown;
}

const leaseMs = 60_000;
/** For tests: an id is its own reverse. */
export const pseudonym = async (_kind: string, id: string) => [...id].reverse().join('');
const keyFor = (bound: string) => ({
	seal: (text: string, place: string) => Buffer.from(JSON.stringify([text, place, bound])).map((byte) => byte ^ 70),
	unseal(sealed: Uint8Array, place: string) {
		const [text, ...boundTo] = JSON.parse(Buffer.from(sealed.map((byte) => byte ^ 70)).toString()) as string[];
		if (JSON.stringify(boundTo) !== JSON.stringify([place, bound])) throw new Error('sealed for something else');
		return text!;
	},
});
export const seal = {
	seal: async (text: string, bound: string) => Buffer.from(JSON.stringify([text, bound])).map((byte) => byte ^ 85),
	mark: async (text: string) => hash('sha256', `key ${text}`),
	newKey: async (bound: string) => ({ key: keyFor(bound), sealed: Buffer.from(bound) }),
	async openKey(sealed: Uint8Array, bound: string) {
		if (Buffer.from(sealed).toString() !== bound) throw new Error('another key');
		return keyFor(bound);
	},
	async unseal(sealed: Uint8Array, bound: string) {
		const [text, boundTo] = JSON.parse(Buffer.from(sealed.map((byte) => byte ^ 85)).toString()) as [string, string];
		if (boundTo !== bound) throw new Error('sealed for something else');
		return text;
	},
};

/** How stores behave that outlive the process. */
export function testStoredRuns(create: () => TestedStoredRuns | Promise<TestedStoredRuns>): void {
	testRunStore(create);

	test('shows a tenant its own runs, and an operator those of all', async () => {
		const { store, openFor, now } = await create();
		const theirs = openFor('theirs');
		await store.open('r', 'one', leaseMs);
		expect(await theirs.open('r', 'two', leaseMs)).toEqual([]);
		await store.claim('s', 'a', false);
		expect(await theirs.claim('s', 'b', false)).toBe('ours');
		await store.suspend(suspendedRun(now()));
		expect([await theirs.findSuspended('r'), await theirs.listSuspended()]).toEqual([undefined, []]);
		expect(await theirs.listSuspended(true)).toMatchObject([{ tenant: 'default', runId: 'r' }]);
		expect(await theirs.identity()).toBe(await store.identity());
	});

	test('stores a run that waits, without showing what it is about, until it is settled', async () => {
		const { store, now, readAll } = await create();
		await store.suspend(suspendedRun(now(), { suspension: 'r:1', state: 'earlier' }));
		const run = suspendedRun(now(), { suspension: 'r:2', agentFile: '/agents/clerk.json' });
		await store.suspend(run);
		expect(await store.findSuspended('r')).toEqual({ state: run.state, agentFile: '/agents/clerk.json' });
		const [listed] = await store.listSuspended();
		expect(listed).toEqual({
			...{ tenant: 'default', runId: 'r', agent: run.agent, pending: run.pending },
			...{ expiresAt: run.expiresAt, decideBy: run.decideBy, whenTimedOut: run.whenTimedOut },
			...{ since: expect.any(Number), status: 'waiting' },
		});
		expect(Math.abs(listed!.since - now())).toBeLessThan(60_000);
		expect(await readAll()).not.toMatch(/912 345|"ana"/);
		await store.claim('r:2', 'a', true);
		expect(await store.listSuspended()).toMatchObject([{ status: 'interrupted' }]);
		await store.settle('r');
		expect([await store.findSuspended('r'), await store.listSuspended()]).toEqual([undefined, []]);
	});

	test.each([
		['a changed step', `update run_entry set entry = replace(entry, 'pay 50', 'pay 50000')`, 1, 'changed'],
		['a decision by hand', `insert into run_entry values ('default', 'r', 2, '{"kind":"decision","approved":true}', '')`, 3, 'added'],
		['the steps of another run', `delete from run_entry where run = 'r'; update run_entry set run = 'r' where run = 'other'`, 1, 'changed'],
		['a last step cut off', `delete from run_entry where run = 'r' and number = 1`, 2, 'removed'],
		['all steps cut off', `delete from run_entry where run = 'r'`, 1, 'removed'],
		['a step left out', `delete from run_entry where run = 'r' and number = 0`, 1, 'removed'],
		['an end cut off, with its count', `delete from run_entry where number = 1; update run set entries = 1`, 2, 'removed'],
		['a trail cut off, with its count', `delete from run_entry; update run set entries = 0`, 1, 'removed'],
		['a count that is too low', `update run set entries = 1`, 2, 'changed'],
	])('notices %s when a run continues, is shown, and all are checked', async (_, statement, step, problem) => {
		const { store, write } = await create();
		for (const [runId, said] of Object.entries({ r: 'pay 50', other: 'pay 70' })) {
			await store.open(runId, 'one', leaseMs);
			const append = (from: number) => store.append(runId, 'one', [{ kind: said, from }], { from, leaseMs, synced: false });
			await append(0);
			await append(1);
			await append(1);
			await store.release(runId, 'one');
		}
		expect((await store.find('r'))?.trail).toEqual([0, 1].map((from) => ({ kind: 'pay 50', from })));
		expect(await store.check()).toEqual({ runs: 2, entries: 4, faults: [] });
		await write(statement);
		const fault = { runId: 'r', step, problem };
		expect((await store.check()).faults).toContainEqual({ tenant: 'default', ...fault });
		const noticed = { code: 'RUN_STATE_INVALID', details: fault };
		await expect(store.open('r', 'two', leaseMs)).rejects.toMatchObject(noticed);
		await expect(store.find('r')).rejects.toMatchObject(noticed);
	});

	test('says that steps were cut off, not that another works on it, to a run that continues (flare19/payment-reconciliation-agent-platform#18)', async () => {
		const { store, write } = await create();
		await store.open('r', 'one', leaseMs);
		await store.append('r', 'one', [{ said: 1 }, { said: 2 }], { from: 0, leaseMs, synced: false });
		await write(`delete from run_entry where run = 'r' and number = 1; update run set entries = 1 where id = 'r'`);
		await expect(store.open('r', 'one', leaseMs)).rejects.toMatchObject({ code: 'RUN_STATE_INVALID' });
		const next = (holder: string) => store.append('r', holder, [{ said: 3 }], { from: 2, leaseMs, synced: false });
		await expect(next('one')).rejects.toMatchObject({ code: 'RUN_STATE_INVALID', details: { runId: 'r', step: 2 } });
		await expect(next('two')).rejects.toMatchObject({ code: 'RUN_TAKEN' });
	});

	test('tells an auditor of a run whose steps are left without it, and of runs of all tenants', async () => {
		const { store, openFor, write } = await create();
		const theirs = openFor('theirs');
		for (const each of [store, theirs]) {
			await each.open('r', 'one', leaseMs);
			await each.append('r', 'one', [{ said: 1 }], { from: 0, leaseMs, synced: false });
		}
		await store.open('begins', 'one', leaseMs);
		expect(await store.check(true)).toEqual({ runs: 3, entries: 2, faults: [] });
		await write(`delete from run where id = 'r' and tenant = 'theirs'`);
		expect([await store.check(), await store.check(true)]).toMatchObject([
			{ runs: 2, faults: [] },
			{ runs: 3, faults: [{ tenant: 'theirs', runId: 'r', step: 1, problem: 'removed' }] },
		]);
	});

	test('does not list runs that have expired, and removes them', async () => {
		const { store, now, pass } = await create();
		await store.suspend(suspendedRun(now(), { expiresAt: now() + 10_000, decideBy: now() + 10_000 }));
		await pass(20_000);
		await store.suspend(suspendedRun(now(), { runId: 'fresh', expiresAt: now() + 50_000 }));
		expect(await store.listSuspended()).toMatchObject([{ runId: 'fresh' }]);
		expect(await store.clean(0)).toBe(0);
		expect([await store.findSuspended('r'), await store.findSuspended('fresh')]).toEqual([undefined, expect.anything()]);
	});

	test('forgets a person’s runs for good, also one that a killed process had begun to continue', async () => {
		const { store, now, forget } = await create();
		await store.open('r', 'one', leaseMs, 'c', 'ana');
		await store.append('r', 'one', [{ kind: 'suspended', id: 'r:1' }], { from: 0, leaseMs, synced: false });
		await store.suspend(suspendedRun(now(), { runId: 'unstored', suspension: 'unstored:1', conversationId: 'c2' }));
		await store.claim('r:1', 'killed', true);
		expect(await forget(['ana', 'nobody'].map((id) => [...id].reverse().join('')))).toBe(2);
		await expect(store.append('r', 'one', [{}], { from: 1, leaseMs, synced: false })).rejects.toMatchObject({ code: 'RUN_TAKEN' });
		expect([await store.claim('r:1', 'later', true), await store.claim('unstored:1', 'later', true)]).toEqual(['taken', 'taken']);
		expect([await store.listSuspended(), await store.open('r', 'two', leaseMs)]).toEqual([[], []]);
	});

	test('tells once what happens to runs that wait, and gives each notice to one sender', async () => {
		const { store, openFor, now, readAll } = await create();
		const [other, theirs] = [openFor('default'), openFor('theirs')];
		await store.suspend(suspendedRun(now()));
		await store.suspend(suspendedRun(now(), { runId: 'late', suspension: 'late:1', decideBy: now() - 1, whenTimedOut: 'decline' }));
		await theirs.suspend(suspendedRun(now()));
		await Promise.all([store.notices.noteTimedOut(), other.notices.noteTimedOut()]);
		await Promise.all([store.claim('r:1', 'a', true, 'token ana'), other.claim('r:1', 'b', true, 'token ana')]);
		await store.claim('late:1', 'a', true);
		const notices = await store.notices.read('default', 0, 10);
		expect(notices.map(({ id, kind, runId }) => [id, kind, runId])).toEqual([
			[1, 'waiting', 'r'],
			[2, 'waiting', 'late'],
			[3, 'timed-out', 'late'],
			[4, 'decided', 'r'],
		]);
		expect(notices.map(({ by }) => by)).toEqual([undefined, undefined, 'rule', 'token ana']);
		const { agent, pending } = suspendedRun(now());
		expect(notices[1]).toMatchObject({ suspension: 'late:1', agent, pending, whenTimedOut: 'decline' });
		expect([await store.notices.last('default'), await store.notices.lastOfEach()]).toEqual([4, { default: 4, theirs: 1 }]);
		expect(await readAll()).not.toMatch(/912 345|"ana"/);
		const taken = (await Promise.all([store, other].map(({ notices: { queue } }, at) => queue.take(`${at}`, { max: 3, leaseMs })))).flat();
		expect(taken.map(({ tenant, content }) => `${tenant} ${content.notice.id}`).sort()).toEqual([
			...[1, 2, 3, 4].map((id) => `default ${id}`),
			'theirs 1',
		]);
		await store.notices.queue.finish(taken[0]!);
		await store.notices.queue.retry(taken[1]!, -1);
		expect(await store.notices.queue.take('c', { max: 9, leaseMs })).toMatchObject([{ attempts: 2, key: taken[1]!.key }]);
	});

	test('tells of a run whose time is over before it removes it, and nothing of one that is forgotten', async () => {
		const { store, now, pass, forget } = await create();
		await store.suspend(suspendedRun(now(), { expiresAt: now() + 10_000, decideBy: now() + 10_000 }));
		await store.suspend(suspendedRun(now(), { runId: 'f', suspension: 'f:1', person: 'eva' }));
		await forget(['ave']);
		await pass(20_000);
		await store.clean(0);
		expect((await store.notices.read('default', 0, 10)).map(({ kind, runId }) => [kind, runId])).toEqual([
			['waiting', 'r'],
			['timed-out', 'r'],
		]);
	});

	const begin = { agent: { id: 'clerk', version: '1.0.0', sha256: 'x' }, host: 'cli', conversationId: 'c1' };
	const usage = { durationMs: 1_500, costUsd: 0.001, inputTokens: 10, outputTokens: 5, modelCalls: 1, toolCalls: 0, model: 'openai:m' };
	const answered = {
		state: 'completed',
		outcome: 'reply',
		reason: null,
		errorCode: null,
		error: null,
		tools: [] as string[],
		usage,
	} as const;

	test('records each run from its beginning, and finds it with its trail', async () => {
		const { store, openFor, now } = await create();
		const write = async (runId: string, ...entries: object[]) => {
			await store.open(runId, 'one', leaseMs);
			await store.begin({ ...begin, runId });
			await store.append(runId, 'one', entries, { from: 0, leaseMs, synced: false });
			await store.release(runId, 'one');
		};
		await write('ended', { kind: 'prepared' }, { kind: 'ended' });
		await store.end('ended', answered);
		await write('cut', { kind: 'prepared' });
		await write('at-work', { kind: 'prepared' }, { kind: 'tool-started' });
		await store.end('at-work', { ...answered, state: 'waiting', outcome: null, reason: 'outside' });
		await store.begin({ ...begin, runId: 'chat', by: 'terminal:ana', withinMs: leaseMs });
		await store.suspend(suspendedRun(now(), { runId: 'waits', suspension: 'waits:1' }));
		const runs = (await store.list(10)).sort((one, next) => one.runId.localeCompare(next.runId));
		expect(runs.map(({ runId, state, outcome, reason, entries }) => [runId, state, outcome, reason, entries])).toEqual([
			['at-work', 'waiting', null, 'outside', 2],
			['chat', 'running', null, null, 0],
			['cut', 'interrupted', null, null, 1],
			['ended', 'completed', 'reply', null, 2],
			['waits', 'waiting', null, null, 0],
		]);
		expect(runs[1]).toMatchObject({ agent: begin.agent, host: 'cli', by: 'terminal:ana', attempts: 1, endedAt: null, costUsd: null });
		expect(runs[3]).toMatchObject({ ...usage, attempts: 1, startedAt: expect.any(Number), endedAt: expect.any(Number) });
		expect((await store.find('ended'))!.trail).toHaveLength(2);
		expect((await store.find('chat'))!.trail).toEqual([]);
		expect(await store.list(2)).toHaveLength(2);
		expect(await store.check()).toMatchObject({ runs: 5, faults: [] });
		const theirs = openFor('theirs');
		expect([await theirs.find('ended'), await theirs.list(10), (await theirs.list(10, true)).length]).toEqual([undefined, [], 5]);
	});

	test('finds runs by who asked, for whom, what came of them, and when', async () => {
		const { store, now, pass } = await create();
		const lasting = { ...begin, withinMs: leaseMs };
		await store.begin({ ...lasting, runId: 'ana', person: 'ana', by: 'key:k1' });
		await store.begin({ ...lasting, runId: 'chat', conversationId: 'c2', host: 'n8n', of: { workflow: 'w1', execution: '12' } });
		await store.end('ana', { ...answered, outcome: 'needs-human', reason: 'not-covered' });
		await pass(10 * leaseMs);
		const later = now();
		await store.begin({
			...lasting,
			runId: 'bot',
			of: { process: 'order', instance: '7', element: 'ask', evaluation: 'prices', case: 'one', caller: 'ana' },
			manifest: 'a1',
			agent: { ...begin.agent, id: 'bot', version: '2.0.0' },
		});
		await store.end('bot', { ...answered, state: 'failed', outcome: null, errorCode: 'MODEL_UNAVAILABLE', error: 'down' });
		const find = async (filter: Parameters<typeof store.list>[2]) => (await store.list(10, false, filter)).map(({ runId }) => runId);
		expect(await find({})).toEqual(['bot', 'chat', 'ana']);
		expect(await store.find('bot')).toMatchObject({
			of: { process: 'order', instance: '7', element: 'ask', evaluation: 'prices', case: 'one', caller: 'ana' },
			manifest: 'a1',
		});
		for (const [filter, found] of [
			[{ contact: 'ana' }, ['ana']],
			[{ conversation: 'c2' }, ['chat']],
			[{ by: 'key:k1', state: 'completed' }, ['ana']],
			[{ host: 'n8n' }, ['chat']],
			[{ workflow: 'w1', execution: '12' }, ['chat']],
			[{ instance: '7' }, ['bot']],
			[{ process: 'order', element: 'pay' }, []],
			[{ caller: 'ana' }, ['bot']],
			[{ evaluation: 'prices', case: 'one' }, ['bot']],
			[{ evaluation: 'prices', case: 'two' }, []],
			[{ minCost: usage.costUsd }, ['bot', 'ana']],
			[{ minCost: 2 * usage.costUsd }, []],
			[{ agent: 'bot', version: '2.0.0' }, ['bot']],
			[{ agent: 'bot', version: '1.0.0' }, []],
			[{ state: 'interrupted' }, ['chat']],
			[{ state: 'running' }, []],
			...(['not-covered', 'needs-human'] as const).map((outcome) => [{ outcome }, ['ana']] as const),
			[{ outcome: 'MODEL_UNAVAILABLE' }, ['bot']],
		] as const)
			expect([filter, await find(filter)]).toEqual([filter, found]);
		expect([await find({ from: later }), await find({ to: later })]).toEqual([['bot'], ['chat', 'ana']]);
	});

	test('finds runs by a tool that they called, and by words of their error', async () => {
		const { store, forget } = await create();
		const end = async (runId: string, { tools = [] as string[], error = null as string | null, person = 'ana' }) => {
			await store.begin({ ...begin, runId, person, withinMs: leaseMs });
			await store.end(runId, { ...answered, state: error === null ? 'completed' : 'failed', error, tools });
		};
		await end('paid', { tools: ['pay', 'look_up'] });
		await end('looked', { tools: ['look_up'] });
		await end('down', { error: 'O serviço de pagamentos não respondeu em 20 s.', tools: ['pay'] });
		await end('other', { error: 'The service did not answer.', person: 'bob' });
		await end('chat', {});
		const find = async (filter: Parameters<typeof store.list>[2]) => (await store.list(10, false, filter)).map(({ runId }) => runId).sort();
		expect(await find({ tool: 'look_up' })).toEqual(['looked', 'paid']);
		expect(await find({ tool: 'pay', contact: 'ana' })).toEqual(['down', 'paid']);
		expect(await find({ tool: 'pay', error: 'servico PAGAMENTOS' })).toEqual(['down']);
		expect([await find({ error: 'service' }), await find({ error: '?!' })]).toEqual([['other'], []]);
		expect(await find({ error: 'service', contact: 'ana' })).toEqual([]);
		expect(await find({ tool: 'pay', state: 'completed' })).toEqual(['paid']);
		expect(await store.find('down')).toMatchObject({ error: 'O serviço de pagamentos não respondeu em 20 s.' });
		const [newest, ...rest] = await store.list(10, false, { tool: 'look_up' });
		expect((await store.list(10, false, { tool: 'look_up', after: newest })).map(({ runId }) => runId)).toEqual([rest[0]!.runId]);
		expect(await forget(['ana'].map((id) => [...id].reverse().join('')))).toBe(4);
		expect(await find({ tool: 'look_up' })).toEqual([]);
	});

	test('says of a run without a trail that its process ended, once it is over its time, and counts what goes on (n8n-io/n8n#38396, langgenius/dify#32850)', async () => {
		const { store, pass } = await create();
		await store.begin({ ...begin, runId: 'r', withinMs: 90_000 });
		await pass(80_000);
		expect(await store.find('r')).toMatchObject({ state: 'running' });
		await pass(20_000);
		const { startedAt, ...left } = (await store.find('r'))!;
		expect(left).toMatchObject({ state: 'interrupted', attempts: 1 });
		await store.begin({ ...begin, runId: 'r', withinMs: 90_000 });
		expect(await store.find('r')).toMatchObject({ state: 'running', attempts: 2, startedAt });
		await store.end('r', { ...answered, state: 'failed', outcome: null, errorCode: 'MODEL_UNAVAILABLE', error: 'down' });
		expect(await store.find('r')).toMatchObject({ state: 'failed', errorCode: 'MODEL_UNAVAILABLE', outcome: null });
		await store.begin({ ...begin, runId: 'r', withinMs: 90_000 });
		expect(await store.find('r')).toMatchObject({ state: 'running', errorCode: null, endedAt: null });
	});

	test('ends a run that nobody continues any more, and leaves one that goes on', async () => {
		const { store, pass, now } = await create();
		for (const runId of ['revoked', 'goes-on', 'late']) {
			await store.begin({ ...begin, runId, withinMs: leaseMs });
			await store.suspend(suspendedRun(now(), { runId, suspension: `${runId}:1` }));
			await store.end(runId, { ...answered, state: 'waiting', outcome: null, reason: 'approval' });
		}
		for (const [runId, caller] of [
			['revoked/c', 'revoked'],
			['revoked/c/d', 'revoked/c'],
		]) {
			await store.begin({ ...begin, runId: runId!, of: { caller }, withinMs: leaseMs });
			await store.end(runId!, { ...answered, state: 'waiting', outcome: null, reason: 'approval' });
		}
		await store.settle('revoked');
		await store.begin({ ...begin, runId: 'goes-on', withinMs: leaseMs });
		await store.settle('goes-on');
		await pass(40 * 86_400_000);
		await store.clean(now() - 60 * 86_400_000);
		const ids = ['revoked', 'revoked/c', 'revoked/c/d', 'goes-on', 'late'];
		const states = await Promise.all(ids.map(async (runId) => (await store.find(runId))!));
		expect(states.map(({ state, reason }) => [state, reason])).toEqual([
			['cancelled', null],
			['cancelled', null],
			['cancelled', null],
			['interrupted', null],
			['cancelled', 'expired'],
		]);
	});

	test('cancels a run on which nobody works, and takes it from whoever would continue it', async () => {
		const { store, pass, now } = await create();
		for (const runId of ['waits', 'continued']) {
			await store.suspend(suspendedRun(now(), { runId, suspension: `${runId}:1` }));
			await store.begin({ ...begin, runId, withinMs: leaseMs });
			await store.end(runId, { ...answered, state: 'waiting', outcome: null, reason: 'approval' });
		}
		await store.claim('continued:1', 'somebody', false);
		await store.begin({ ...begin, runId: 'continued', withinMs: leaseMs });
		await store.open('at-work', 'one', leaseMs);
		await store.begin({ ...begin, runId: 'at-work' });
		const cancel = async () => {
			const ids = ['waits', 'continued', 'at-work'];
			for (const id of ids) await store.cancel(id);
			return Promise.all(ids.map(async (id) => (await store.find(id))!.state));
		};
		expect(await cancel()).toEqual(['cancelled', 'running', 'running']);
		expect([await store.claim('waits:1', 'later', true), await store.findSuspended('waits')]).toEqual(['taken', undefined]);
		await pass(2 * leaseMs);
		expect(await cancel()).toEqual(['cancelled', 'cancelled', 'cancelled']);
	});

	test('keeps the end of the latest attempt, and the words of its error (n8n-io/n8n#23807, langgenius/dify#31222, coleam00/Archon#2329)', async () => {
		const { store } = await create();
		const lasting = { ...begin, runId: 'r', withinMs: leaseMs };
		const failing = { ...answered, state: 'failed', outcome: null, errorCode: 'MODEL_UNREACHABLE', error: 'alpha away' } as const;
		expect(await store.begin(lasting)).toBe(1);
		await store.end('r', { ...failing, attempt: 1 });
		expect((await store.list(10, false, { error: 'alpha' })).length).toBe(1);
		expect(await store.begin(lasting)).toBe(2);
		await store.end('r', { ...answered, attempt: 2 });
		await store.end('r', { ...failing, attempt: 1 });
		expect(await store.find('r')).toMatchObject({ state: 'completed', errorCode: null, error: null, attempts: 2 });
		expect(await store.list(10, false, { error: 'alpha' })).toEqual([]);
	});

	test('keeps the steps of the latest attempt, and notices who changes them', async () => {
		const { store, write, forget, readAll } = await create();
		const lasting = { ...begin, runId: 'r', conversationId: 'c1', withinMs: leaseMs };
		const trail = (said: string, count: number) => Array.from({ length: count }, (_, number) => ({ said, number }));
		for (const [said, count] of [
			['earlier', 250],
			['later', 3],
		] as const) {
			const attempt = (await store.begin(lasting)) as number;
			await store.end('r', { ...answered, attempt, steps: trail(said, count) });
		}
		await store.end('r', { ...answered, attempt: 1, steps: trail('given up', 4) });
		expect(await store.find('r')).toMatchObject({ entries: 3, trail: trail('later', 3) });
		expect(await store.check()).toEqual({ runs: 1, entries: 3, faults: [] });
		await write(`update run_entry set entry = replace(entry, '"sealed":"', '"sealed":"A') where number = 1`);
		expect((await store.check()).faults).toMatchObject([{ runId: 'r', step: 2, problem: 'changed' }]);
		expect([await forget(['1c']), await readAll()]).toEqual([1, expect.not.stringContaining('later')]);
		await store.end('r', { ...answered, steps: trail('later', 3) });
		expect(await readAll()).not.toContain('later');
	});

	test('keeps as many steps as an end has, where its attempt had stored more', async () => {
		const { store } = await create();
		const steps = ['prepared', 'ended'].map((kind) => ({ kind }));
		await store.open('r', 'one', leaseMs);
		await store.begin({ ...begin, runId: 'r' });
		await store.append('r', 'one', [...steps, { kind: 'late' }], { from: 0, leaseMs, synced: false });
		await store.end('r', { ...answered, steps });
		expect([(await store.find('r'))!.trail, (await store.check()).faults]).toEqual([steps, []]);
	});

	test('shows nothing of what a run with tools says while it can go on, and gives a host that did not hear of the end the same end', async () => {
		const { store, readAll } = await create();
		const entries = [
			{ kind: 'prepared', said: 'pay Rui' },
			{ kind: 'ended', said: 'paid Rui' },
		];
		for (const runId of ['r', 'fails']) {
			await store.open(runId, 'one', leaseMs);
			const attempt = (await store.begin({ ...begin, runId })) as number;
			await store.append(runId, 'one', entries, { from: 0, leaseMs, synced: false });
			expect([await readAll(), (await store.find(runId))!.trail]).toEqual([expect.not.stringContaining('Rui'), entries]);
			const ends = { ...answered, attempt, repeats: true, steps: entries };
			await store.end(runId, runId === 'r' ? ends : { ...answered, attempt, state: 'failed' });
			await store.release(runId, 'one');
		}
		expect(await store.open('fails', 'two', leaseMs)).toEqual(entries);
		expect([await store.open('r', 'two', leaseMs), await readAll()]).toEqual([entries, expect.not.stringContaining('Rui')]);
	});

	test('removes the keys of a run that is forgotten, also that of its conversation before its person was known', async () => {
		const { store, forget, readAll } = await create();
		for (const person of [undefined, 'ana']) {
			const attempt = (await store.begin({ ...begin, runId: 'r', conversationId: 'c1', person, withinMs: leaseMs })) as number;
			await store.end('r', { ...answered, attempt, steps: [{ kind: 'prepared' }] });
		}
		// PostgreSQL shows bytes in hex.
		const key = new RegExp(`run key|${Buffer.from('run key').toString('hex')}`);
		expect(await readAll()).toMatch(key);
		expect([await forget(['ana'].map((id) => [...id].reverse().join(''))), await readAll()]).toEqual([1, expect.not.stringMatching(key)]);
	});

	test('begins a run from the start whose earlier attempt could not go on', async () => {
		const { store } = await create();
		await store.begin({ ...begin, runId: 'r', withinMs: leaseMs });
		await store.end('r', { ...answered, state: 'failed', steps: [{ kind: 'prepared', kept: 'masked' }, { kind: 'model' }] });
		expect([await store.first('r'), await store.open('r', 'one', leaseMs)]).toEqual([undefined, []]);
		await store.append('r', 'one', [{ said: 1 }], { from: 0, leaseMs, synced: false });
		expect([(await store.find('r'))!.trail, (await store.check()).faults]).toEqual([[{ said: 1 }], []]);
	});

	test('records a run that was refused, which can begin later, and changes none that began', async () => {
		const { store } = await create();
		const refusal = { runId: 'r1', agent: begin.agent, host: 'worker', by: 'key:k1', conversationId: 'c1', person: 'ana' };
		const refuse = (runId: string, errorCode: string) => store.refuse({ ...refusal, runId, errorCode, error: 'The tenant is full.' });
		await refuse('r1', 'TENANT_LIMIT_REACHED');
		await refuse('r1', 'MANIFEST_NOT_APPROVED');
		const found = await store.list(10, false, { contact: 'ana', error: 'full', outcome: 'refused' });
		expect(found).toMatchObject([{ runId: 'r1', state: 'failed', errorCode: 'MANIFEST_NOT_APPROVED', by: 'key:k1', attempts: 2 }]);
		await store.begin({ ...begin, runId: 'r1', withinMs: leaseMs });
		await refuse('r1', 'RUN_STOPPED');
		expect(await store.findRecord('r1')).toMatchObject({ state: 'running', outcome: null, errorCode: null, attempts: 3 });
		await store.refuse({ ...refusal, runId: 'r2', agent: { id: '', version: '' }, errorCode: 'AGENT_NOT_FOUND', error: null });
		expect(await store.findRecord('r2')).toMatchObject({ agent: null, errorCode: 'AGENT_NOT_FOUND' });
	});

	test('does not begin a run again that was cancelled (rq/rq#1408)', async () => {
		const { store } = await create();
		const lasting = { ...begin, runId: 'r', withinMs: leaseMs };
		await store.begin(lasting);
		await store.end('r', { ...answered, state: 'failed', outcome: null });
		await store.cancel('r');
		expect([await store.begin(lasting), await store.find('r')]).toMatchObject(['cancelled', { state: 'cancelled', attempts: 1 }]);
		await store.open('tools', 'one', leaseMs);
		await store.begin({ ...begin, runId: 'tools' });
		const kept = [{ kind: 'prepared', kept: 'masked' }];
		await store.append('tools', 'one', kept, { from: 0, leaseMs, synced: false });
		await store.release('tools', 'one');
		await store.cancel('tools');
		expect([await store.open('tools', 'two', leaseMs), await store.begin({ ...begin, runId: 'tools' })]).toEqual([[], 'cancelled']);
		expect((await store.find('tools'))!.trail).toEqual(kept);
		expect(await store.begin({ ...begin, runId: 'unknown' })).toBeUndefined();
	});

	test('leaves a cancelled run as it is when a process ends late, or held it before', async () => {
		const { store, pass } = await create();
		const append = (from: number) => store.append('r', 'one', [{ kind: `step ${from}` }], { from, leaseMs, synced: false });
		await store.open('r', 'one', leaseMs);
		const attempt = (await store.begin({ ...begin, runId: 'r' })) as number;
		await append(0);
		await pass(2 * leaseMs);
		await store.cancel('r');
		await expect(append(1)).rejects.toMatchObject({ code: 'RUN_TAKEN' });
		await store.end('r', { ...answered, attempt, steps: [{ kind: 'late' }] });
		await store.open('r', 'one', leaseMs);
		await expect(append(1)).rejects.toMatchObject({ code: 'RUN_TAKEN' });
		expect(await store.find('r')).toMatchObject({ state: 'cancelled', reason: 'operator', trail: [{ kind: 'step 0' }] });
	});

	test('does not bring back the run of somebody who was forgotten', async () => {
		const { store, forget } = await create();
		await store.begin({ ...begin, runId: 'chat', person: 'ana', withinMs: leaseMs });
		await store.open('tools', 'one', leaseMs, 'c1', 'ana');
		await store.begin({ ...begin, runId: 'tools', person: 'ana' });
		expect(await forget(['ana'].map((id) => [...id].reverse().join('')))).toBe(2);
		await store.begin({ ...begin, runId: 'tools', person: 'ana' });
		for (const runId of ['chat', 'tools']) await store.end(runId, answered);
		expect(await store.list(10)).toEqual([]);
	});

	test('removes old runs as new ones come', async () => {
		const { store, pass, now } = await create();
		await store.open('old', 'one', leaseMs);
		await pass(31 * 86_400_000);
		for (let number = 0; number < 21; number += 1) await store.begin({ ...begin, runId: `new ${number}`, withinMs: leaseMs });
		expect(await store.clean(now() - 86_400_000)).toBe(0);
	});

	test('lists in pages without losing a run that goes on between two of them', async () => {
		const { store, openFor, pass } = await create();
		for (const runId of ['a', 'b', 'c', 'd']) {
			await store.begin({ ...begin, runId, person: 'ana', withinMs: leaseMs });
			await store.end(runId, { ...answered, tools: ['pay'] });
			await pass(1_000);
		}
		await openFor('theirs').begin({ ...begin, runId: 'e', person: 'ana', withinMs: leaseMs });
		const read = async (filter: Parameters<typeof store.list>[2], ofAll = false) => {
			const [last, ...page] = (await store.list(2, ofAll, filter)).reverse();
			await store.end('a', { ...answered, tools: ['pay'] });
			return [...page, last!, ...(await store.list(10, ofAll, { ...filter, after: last }))].map(({ runId }) => runId).join(' ');
		};
		for (const filter of [{}, { contact: 'ana' }, { tool: 'pay' }, { tool: 'pay', state: 'completed' as const }])
			expect([filter, await read(filter)]).toEqual([filter, 'd c b a']);
		expect(await read({}, true)).toBe('e d c b a');
	});

	test('says of a run whose time to decide is over that it is cancelled, also before anything cleans', async () => {
		const { store, now, pass } = await create();
		await store.suspend(suspendedRun(now(), { expiresAt: now() + 10_000, decideBy: now() + 10_000 }));
		await pass(20_000);
		const expired = { runId: 'r', state: 'cancelled', reason: 'expired' };
		const found = await store.find('r');
		expect(found).toMatchObject({ ...expired, endedAt: expect.any(Number) });
		for (const filter of [{}, { state: 'cancelled' as const }, { outcome: 'expired' }])
			expect(await store.list(10, false, filter)).toMatchObject([expired]);
		expect(await store.list(10, false, { state: 'waiting' })).toEqual([]);
		await store.clean(0);
		expect(await store.find('r')).toMatchObject({ ...expired, endedAt: found!.endedAt });
	});

	test('takes a run from the lists of those that wait where it was cancelled after its process died', async () => {
		const { store, pass, now } = await create();
		await store.suspend(suspendedRun(now(), { expiresAt: now() + 10 * leaseMs, decideBy: now() + 10 * leaseMs }));
		await store.claim('r:1', 'killed', true);
		await store.begin({ ...begin, runId: 'r', withinMs: leaseMs });
		await store.cancel('r');
		expect(await store.listSuspended()).toMatchObject([{ status: 'interrupted' }]);
		await pass(2 * leaseMs);
		await store.cancel('r');
		expect([(await store.find('r'))!.state, await store.listSuspended(), await store.findSuspended('r')]).toEqual([
			'cancelled',
			[],
			undefined,
		]);
	});
}
