import { suspendedRun } from '../../../core/agents/run-store.contract';
import { answered, begin, usage, leaseMs, type TestedStoredRuns } from './tested-stored-runs.contract';

/** How stores record runs, find them, and end those that nobody continues. */
export function testRecordedRuns(create: () => TestedStoredRuns | Promise<TestedStoredRuns>): void {
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

	test('counts the runs that began since a time, by state and by fault, and only those of some agents', async () => {
		const { store, now, pass, openFor } = await create();
		const lasting = { ...begin, withinMs: leaseMs };
		const fail = async (runId: string, errorCode: string, agent = begin.agent) => {
			await store.begin({ ...lasting, runId, agent });
			await store.end(runId, { ...answered, state: 'failed', outcome: null, errorCode, error: `fault of ${runId}` });
			await pass(1);
		};
		await fail('old', 'RATE_LIMITED');
		await pass(10 * leaseMs);
		await fail('one', 'MODEL_UNAVAILABLE');
		await fail('two', 'MODEL_UNAVAILABLE');
		await fail('bot', 'RATE_LIMITED', { ...begin.agent, id: 'bot' });
		await store.begin({ ...lasting, runId: 'cut' });
		await pass(2 * leaseMs);
		await store.begin({ ...lasting, runId: 'at-work' });
		await store.begin({ ...lasting, runId: 'done' });
		await store.end('done', answered);
		// A store can also let rows grow older in place of the clock.
		const from = now() - 5 * leaseMs;
		const { states, more, faults } = await store.count(from);
		expect([states, more]).toEqual([{ running: 1, waiting: 0, completed: 1, failed: 3, cancelled: 0, interrupted: 1 }, []]);
		expect(faults).toMatchObject([
			{ code: 'MODEL_UNAVAILABLE', runs: 2, runId: 'two', error: 'fault of two' },
			{ code: 'RATE_LIMITED', runs: 1, runId: 'bot' },
		]);
		expect((await store.count(0)).states.failed).toBe(4);
		const ofBot = await store.count(from, ['bot']);
		expect([ofBot.states.failed, ofBot.states.completed, ofBot.faults.map(({ runId }) => runId)]).toEqual([1, 0, ['bot']]);
		expect(Object.values((await openFor('theirs').count(0)).states)).toEqual([0, 0, 0, 0, 0, 0]);
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
			[{ agents: ['bot', 'nobody'] }, ['bot']],
			[{ agents: ['bot', begin.agent.id] }, ['bot', 'chat', 'ana']],
			[{ agents: [begin.agent.id], state: 'completed' }, ['ana']],
			[{ agents: ['nobody'], agent: 'bot' }, []],
			[{ agents: [] }, []],
			[{ state: 'interrupted' }, ['chat']],
			[{ state: 'running' }, []],
			...(['not-covered', 'needs-human'] as const).map((outcome) => [{ outcome }, ['ana']] as const),
			[{ outcome: 'MODEL_UNAVAILABLE' }, ['bot']],
		] as const)
			expect([filter, await find(filter)]).toEqual([filter, found]);
		expect([await find({ from: later }), await find({ to: later })]).toEqual([['bot'], ['chat', 'ana']]);
		const agents = [begin.agent.id, 'bot'];
		const first = await store.list(2, false, { agents });
		const next = await store.list(2, false, { agents, after: first[1] });
		expect([first, next].map((page) => page.map(({ runId }) => runId))).toEqual([['bot', 'chat'], ['ana']]);
	});

	test('sums the runs of a conversation, with the cost of called agents once (kagent-dev/kagent#946)', async () => {
		const { store, openFor, pass, now } = await create();
		const end = async (runId: string, changes: object, costUsd: number | null = 0.25) => {
			await store.begin({ ...begin, runId, conversationId: 'c1', withinMs: leaseMs, ...changes });
			await store.end(runId, { ...answered, usage: { ...usage, costUsd } });
		};
		await end('one', {});
		await end('called', { isCalled: true, of: { caller: 'one' } });
		await end('other', { conversationId: 'c2' }, null);
		await pass(10);
		const later = now();
		await end('two', { conversationId: 'c1-2', agent: { ...begin.agent, version: '9.0.0' } });
		const named = (...ids: string[]) => ids.map((id) => ({ id, names: [id, `${id}-2`, `${id}-1`] }));
		const { id, version } = begin.agent;
		expect(await store.sumConversations(named('c1', 'c2', 'c3'))).toEqual(
			new Map([
				['c1', { runs: 2, costUsd: 0.5, unpriced: 0, agent: `${id}@9.0.0` }],
				['c2', { runs: 1, costUsd: null, unpriced: 1, agent: `${id}@${version}` }],
			]),
		);
		expect((await store.sumConversations(named('c1'), { from: later, to: later + 1_000_000 })).get('c1')).toMatchObject({
			runs: 1,
			costUsd: 0.25,
		});
		expect(await openFor('theirs').sumConversations(named('c1'))).toEqual(new Map());
	});

	test('counts how the runs of conversations ended, those of called agents in their caller', async () => {
		const { store } = await create();
		const end = async (runId: string, changes: object, of: object = {}) => {
			await store.begin({ ...begin, runId, conversationId: 'c1', withinMs: leaseMs, ...of });
			await store.end(runId, { ...answered, ...changes });
		};
		await end('reply', {});
		await end('quoted', { usage: { ...usage, model: 'troupe:extractive' } });
		await end('called', { outcome: 'blocked' }, { isCalled: true, of: { caller: 'reply' } });
		await end('blocked', { outcome: 'blocked', reason: 'price' });
		await end('down', { state: 'failed', outcome: null, errorCode: 'MODEL_UNREACHABLE' });
		// The turn was tried again, and is answered now.
		await end('again', { state: 'failed', outcome: null, errorCode: 'MODEL_UNREACHABLE' });
		await end('again', {});
		await end('budget', { state: 'failed', outcome: null, errorCode: 'BUDGET_EXCEEDED' });
		await end('other conversation', {}, { conversationId: 'c2' });
		const period = { from: 0, to: Number.MAX_SAFE_INTEGER };
		const { ends, sums, hashes } = await store.readPeriod([{ id: 'c1', names: ['c1', 'c1-1'] }], period);
		expect(ends).toEqual({ answered: 3, quoted: 1, blocked: 1, needsHuman: 0, limitReached: 0, modelFailures: 1, otherFailures: 1 });
		expect([sums.get('c1')?.runs, hashes.length]).toEqual([6, 2]);
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

	test('finds runs by a collection that they searched, and those for which it had no answer, and counts both', async () => {
		const { store, now, pass, openFor } = await create();
		const end = async (runId: string, isUnanswered: boolean, { of = {}, collection = 'house' } = {}) => {
			await store.begin({ ...begin, runId, of, withinMs: leaseMs });
			await store.end(runId, { ...answered, searches: [{ collection, isUnanswered }] });
		};
		const firstAt = now();
		await end('old', true);
		await pass(10 * leaseMs);
		await end('found', false);
		await end('nothing', true);
		await end('elsewhere', true, { collection: 'house:2' });
		await end('case', true, { of: { evaluation: 'set', case: 'one' } });
		// It waited, and what it asked then has an answer.
		await store.begin({ ...begin, runId: 'later', withinMs: leaseMs });
		await store.end('later', { ...answered, state: 'waiting', outcome: null, searches: [{ collection: 'house', isUnanswered: true }] });
		await store.begin({ ...begin, runId: 'later', withinMs: leaseMs });
		await store.end('later', { ...answered, searches: [{ collection: 'house', isUnanswered: false }] });
		const find = async (filter: Parameters<typeof store.list>[2]) => (await store.list(10, false, filter)).map(({ runId }) => runId).sort();
		expect(await find({ searched: 'house' })).toEqual(['found', 'later', 'nothing', 'old']);
		expect([await find({ unanswered: 'house' }), await find({ unanswered: 'house:2' })]).toEqual([['nothing', 'old'], ['elsewhere']]);
		expect(await find({ unanswered: 'house', from: now() - 5 * leaseMs })).toEqual(['nothing']);
		expect(await store.countSearches('house', now() - 5 * leaseMs)).toEqual({ runs: 3, unanswered: 1, isPart: false, firstAt });
		expect(await store.countSearches('house', 0)).toEqual({ runs: 4, unanswered: 2, isPart: false, firstAt });
		expect(await openFor('theirs').countSearches('house', 0)).toEqual({ runs: 0, unanswered: 0, isPart: false, firstAt: null });
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
		expect([await store.claim('waits:1', 'later', true), await store.findSuspended('waits')]).toEqual(['cancelled', undefined]);
		await pass(2 * leaseMs);
		expect(await cancel()).toEqual(['cancelled', 'cancelled', 'cancelled']);
	});

	test('records a run that was refused, which can begin later, and changes none that began', async () => {
		const { store, write } = await create();
		const refusal = { runId: 'r1', agent: begin.agent, host: 'worker', by: 'key:k1', conversationId: 'c1', person: 'ana' };
		const refuse = (runId: string, errorCode: string) => store.refuse({ ...refusal, runId, errorCode, error: 'The tenant is full.' });
		await refuse('r1', 'TENANT_LIMIT_REACHED');
		await refuse('r1', 'MANIFEST_NOT_APPROVED');
		const found = await store.list(10, false, { contact: 'ana', error: 'full', outcome: 'refused' });
		expect(found).toMatchObject([{ runId: 'r1', state: 'failed', errorCode: 'MANIFEST_NOT_APPROVED', by: 'key:k1', attempts: 2 }]);
		await write('UPDATE run SET started_at = 7');
		await store.begin({ ...begin, runId: 'r1', withinMs: leaseMs });
		await refuse('r1', 'RUN_STOPPED');
		const begun = (await store.findRecord('r1'))!;
		expect(begun).toMatchObject({ state: 'running', outcome: null, errorCode: null, attempts: 3 });
		expect(begun.startedAt).toBeGreaterThan(7);
		await store.refuse({ ...refusal, runId: 'r2', agent: { id: '', version: '' }, errorCode: 'AGENT_NOT_FOUND', error: null });
		expect(await store.findRecord('r2')).toMatchObject({ agent: null, errorCode: 'AGENT_NOT_FOUND' });
	});
}
