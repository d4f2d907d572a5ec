import type { ApprovalTerms } from '../../core/tools/definition/rules';
import { openRuns } from '../../providers/compose/state/host-runs';
import type { Host } from '../../providers/compose/hosts/host';
import { type FrontDesk, frontDeskMessage, openFrontDesk } from '../../test/support/front-desk';
import { runAgentRun } from '../../cli/agent/agent-run';
import { testTerminal } from '../../test/support/test-terminal';
import { doDueWork } from '../../core/work/work-runner';
import { findSuspendedRun } from '../../providers/compose/state/find-suspended';
import { continueRun } from './continue-run';
import { overdueRuns } from './overdue-runs';

const hour = 3_600_000;
let desk: FrontDesk;
let host: Host;
let now: number;
let logged: Array<{ message: string; facts?: Record<string, unknown> }>;
beforeEach(() => {
	now = Date.now();
	logged = [];
});
afterEach(() => desk.close());

/** A team that a command began, and that waits for a person. */
async function suspended(approval: ApprovalTerms, name = 'cli') {
	desk = await openFrontDesk(0, { approval: { approver: 'desk', timeoutMs: hour, ...approval } });
	host = { ...desk.host, name, tenant: 'default', clock: { now: () => now }, approvals: { silence: 'approve' } };
	await begin();
}
const begin = () =>
	runAgentRun({ agent: 'front-desk', message: frontDeskMessage, conversation: 'c', json: true }, testTerminal(), async () => host);

/** A machine that shares the state, and does what is due. */
const look = async (changes: Partial<Host> = {}) =>
	doDueWork(
		await overdueRuns(
			{ ...host, name: 'cli', ...changes },
			host.stateFolder!,
			(_level, message, facts) => void logged.push({ message, facts }),
			() => undefined,
		),
	);
const nextDue = async () => (await openRuns(host, host.stateFolder!)).overdue.nextDue();
const list = async () => (await openRuns(host, host.stateFolder!)).listSuspended();
const refunds = () => desk.shop.orders.get('A-1002')!.refunds;

test('says when the next run is due, and continues none before', async () => {
	await suspended({ whenTimedOut: 'approve' });
	await look();
	const due = await nextDue();
	expect(due).toBeGreaterThan(hour - 60_000);
	expect(due).toBeLessThanOrEqual(hour);
	expect(await list()).toMatchObject([{ status: 'waiting', host: 'cli' }]);
});

test('continues a run once, whichever of the machines does it, and says so in the log', async () => {
	await suspended({ whenTimedOut: 'approve' });
	now += hour;
	await Promise.all([look(), look(), look()]);
	expect(await list()).toEqual([]);
	expect(refunds()).toHaveLength(1);
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
	now += hour;
	await look();
	expect(await list()).toMatchObject([{ status: 'waiting', whenTimedOut: 'decline', host: 'cli', pending: [{ approver: 'boss' }] }]);
	now += hour;
	await look();
	expect(await list()).toEqual([]);
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
	await look();
	expect(await nextDue()).toBeUndefined();
	expect(await list()).toMatchObject([{ status: 'timed-out', host: name }]);
});

test('plans nothing for a run that was settled, and another time for one that waits again', async () => {
	await suspended({ whenTimedOut: 'decline' });
	const runs = await openRuns(host, host.stateFolder!);
	const { runId } = (await list())[0]!;
	const { state } = (await runs.findSuspended(runId))!;
	const again = { runId, suspension: 'again', agent: { id: 'front-desk', version: '1.0.0' }, conversationId: 'c', pending: [], state };
	const until = { expiresAt: now + 9 * hour, decideBy: now + 2 * hour, host: 'cli' };
	await runs.suspend({ ...again, ...until, whenTimedOut: 'approve' });
	expect(await nextDue()).toBeGreaterThan(hour);
	await runs.suspend({ ...again, ...until, whenTimedOut: 'end' });
	expect(await nextDue()).toBeUndefined();
	await runs.suspend({ ...again, ...until, whenTimedOut: 'approve' });
	await runs.settle(runId);
	expect(await nextDue()).toBeUndefined();
});

test('waits for the new time of a run that a process continued before it died', async () => {
	await suspended({ whenTimedOut: 'decline', escalateTo: [{ approver: 'boss' }] });
	now += hour;
	const { overdue } = await openRuns(host, host.stateFolder!);
	await overdue.take('a process that dies', { max: 1, leaseMs: 30_000 });
	// It asked the next approver, and died before it ended its work.
	const continued = (await findSuspendedRun((await list())[0]!.runId, host))!;
	await continueRun(continued, { decisions: [] }, { ...host, name: 'cli' }, new AbortController().signal, () => undefined);
	now += 30_000;
	await look();
	expect(await list()).toMatchObject([{ status: 'waiting', pending: [{ approver: 'boss' }] }]);
	expect(await nextDue()).toBe(hour - 30_000);
});

test('finishes what a killed machine began', async () => {
	await suspended({ whenTimedOut: 'approve' });
	now += hour;
	const store = await openRuns(host, host.stateFolder!);
	const { state } = (await store.findSuspended((await list())[0]!.runId))!;
	await store.claim((state as { id: string }).id, 'a machine that is gone', true);
	expect(await list()).toMatchObject([{ status: 'interrupted' }]);
	await look();
	expect(await list()).toEqual([]);
	expect(refunds()).toHaveLength(1);
});

test('tries again later where the models are away, and says so once', async () => {
	await suspended({ whenTimedOut: 'decline' });
	now += hour;
	await look({ providers: {} });
	expect(logged).toMatchObject([{ message: 'an overdue run was not continued', facts: { agent: { id: 'front-desk' } } }]);
	await look();
	expect(logged).toHaveLength(1);
	expect(await list()).toHaveLength(1);
	now += 10_000;
	await look();
	expect(await list()).toEqual([]);
});
