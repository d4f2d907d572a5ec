import type { ApprovalTerms } from '../../core/tools/tool-definition';
import { openRuns } from '../../providers/compose/state/host-runs';
import type { Host } from '../../providers/compose/host';
import { type FrontDesk, frontDeskMessage, openFrontDesk } from '../../test/support/front-desk';
import { waitUntil } from '../../test/support/wait-until';
import { runAgentRun } from '../../cli/agent/agent-run';
import { testTerminal } from '../../cli/terminal/test-terminal';
import { OverdueRuns } from './overdue-runs';
import { slowTest } from '../../test/support/slow-tests';

const hour = 3_600_000;
let desk: FrontDesk;
let host: Host;
let now: number;
let logged: Array<{ message: string; facts?: Record<string, unknown> }>;
const open: OverdueRuns[] = [];
beforeEach(() => {
	now = Date.now();
	logged = [];
});
afterEach(async () => {
	await Promise.all(open.splice(0).map((each) => each.stop()));
	await desk.close();
});

/** A team that a command began, and that waits for a person. */
async function suspended(approval: ApprovalTerms, name = 'cli') {
	desk = await openFrontDesk(0, { approval: { approver: 'desk', timeoutMs: hour, ...approval } });
	host = { ...desk.host, name, tenant: 'default', clock: { now: () => now }, approvals: { silence: 'approve' } };
	await begin();
}
const begin = () =>
	runAgentRun({ agent: 'front-desk', message: frontDeskMessage, conversation: 'c', json: true }, testTerminal(), async () => host);

/** A machine that shares the state. */
function machine(changes: Partial<Host> = {}): OverdueRuns {
	const runs = new OverdueRuns(
		{ ...host, name: 'cli', ...changes },
		(_level, message, facts) => void logged.push({ message, facts }),
		() => undefined,
	);
	open.push(runs);
	return runs;
}
const list = async () => (await openRuns(host, host.stateFolder!)).listSuspended();
const refunds = () => desk.shop.orders.get('A-1002')!.refunds;
const settled = () => waitUntil('the end of the run', async () => (await list()).length === 0);

test('says when the next run is due, and continues none before', async () => {
	await suspended({ whenTimedOut: 'approve' });
	const due = await machine().look();
	expect(due).toBeGreaterThan(hour - 60_000);
	expect(due).toBeLessThanOrEqual(hour);
	expect(await list()).toMatchObject([{ status: 'waiting', host: 'cli' }]);
});

test('continues a run once, whichever of the machines does it, and says so in the log', async () => {
	await suspended({ whenTimedOut: 'approve' });
	now += hour;
	const machines = [machine(), machine(), machine()];
	await Promise.all(machines.map((each) => each.look()));
	await settled();
	for (const each of machines) await each.look();
	expect(refunds()).toHaveLength(1);
	await waitUntil('the line in the log', () => logged.length > 0);
	expect(logged).toEqual([
		{
			message: 'a run was continued, because nobody decided in time',
			facts: expect.objectContaining({
				whenTimedOut: 'approve',
				outcome: 'reply',
				agent: { id: 'front-desk', version: '1.0.0' },
			}) as unknown,
		},
	]);
	const { notices } = await openRuns(host, host.stateFolder!);
	expect((await notices.read('default', 0, 10)).map(({ kind }) => kind)).toEqual(['waiting', 'timed-out']);
});

test('asks the next approver, and declines after the last one', async () => {
	await suspended({ whenTimedOut: 'decline', escalateTo: [{ approver: 'boss' }] });
	const runs = machine();
	now += hour;
	await runs.look();
	await waitUntil('the next approver', async () => (await list())[0]?.pending[0]?.approver === 'boss');
	expect(await list()).toMatchObject([{ status: 'waiting', whenTimedOut: 'decline', host: 'cli' }]);
	now += hour;
	await runs.look();
	await settled();
	expect(refunds()).toEqual([]);
	const { notices } = await openRuns(host, host.stateFolder!);
	const told = (await notices.read('default', 0, 10)).map(({ kind, whenTimedOut, pending }) => [kind, whenTimedOut, pending[0]!.approver]);
	expect(told).toEqual([
		['waiting', 'escalate', 'desk'],
		['timed-out', 'escalate', 'desk'],
		['waiting', 'decline', 'boss'],
		['timed-out', 'decline', 'boss'],
	]);
});

test.each(['n8n', 'worker'])('leaves a run of %s to it, which has what comes after the run', async (name) => {
	await suspended({ whenTimedOut: 'decline' }, name);
	now += hour;
	expect(await machine().look()).toBeUndefined();
	expect(await list()).toMatchObject([{ status: 'timed-out', host: name }]);
});

slowTest('continues a few at the same time, and looks again soon while more are due', async () => {
	await suspended({ whenTimedOut: 'decline' });
	for (let more = 0; more < 4; more++) await begin();
	now += hour;
	const runs = machine();
	expect(await runs.look()).toBeLessThanOrEqual(1_000);
	await waitUntil('the end of the first runs', async () => (await list()).length === 1);
	await waitUntil('the end of the last one', async () => {
		await runs.look();
		return (await list()).length === 0;
	});
});

test('finishes what a killed machine began', async () => {
	await suspended({ whenTimedOut: 'approve' });
	now += hour;
	const store = await openRuns(host, host.stateFolder!);
	const { state } = (await store.findSuspended((await list())[0]!.runId))!;
	await store.claim((state as { id: string }).id, 'a machine that is gone', true);
	expect(await list()).toMatchObject([{ status: 'interrupted' }]);
	await machine().look();
	await settled();
	expect(refunds()).toHaveLength(1);
});

test('tries again later where the models are away, and says so once', async () => {
	await suspended({ whenTimedOut: 'decline' });
	now += hour;
	const runs = machine({ providers: {} });
	await runs.look();
	await waitUntil('the line in the log', () => logged.length > 0);
	expect(logged).toMatchObject([{ message: 'an overdue run was not continued', facts: { agent: { id: 'front-desk' } } }]);
	await runs.look();
	expect(logged).toHaveLength(1);
	expect(await list()).toHaveLength(1);
	const other = machine();
	now += 60_000;
	await other.look();
	await settled();
});
