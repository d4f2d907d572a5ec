import type { AgentRequest } from '../../core/agents/agent-request';
import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import type { Host } from '../../providers/compose/hosts/host';
import { openRuns } from '../../providers/compose/state/host-runs';
import { readPendingOf } from '../../providers/compose/state/read-pending';
import { findSuspendedRun } from '../../providers/compose/state/find-suspended';
import { fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelHost, createChannelHost } from '../../sandbox/fakes/channels/channel-host';
import { openRefundClerk, type RefundClerk, refunds } from '../../test/support/refund-clerk';
import { waitUntil } from '../../test/support/wait-until';
import { continueRun } from '../overdue/continue-run';
import { serveChannels, type ServedChannels } from './serve-channels';

let clerk: RefundClerk;
let own: ChannelHost;
let late: number;
/** The customer's. */
let conversation: string;
let log: unknown[][];
const served: ServedChannels[] = [];
beforeEach(async () => {
	late = 0;
	log = [];
	own = await createChannelHost({ now: () => Date.now() + late });
	clerk = await openRefundClerk();
	await own.change({ agent: 'refund-clerk', message: null, rules: hasty });
	// Another customer's, whose turn would take the answers of the model.
	await own.channels.mailbox.setMode('default', own.conversation, { mode: 'off', until: null, by: 'user:ana' });
});
afterEach(async () => {
	await stop();
	await Promise.all([own.remove(), clerk.close()]);
});

const host = (): Host & { stateFolder: string } => ({
	...clerk.host,
	...own.host,
	agentFolders: clerk.host.agentFolders,
	providers: clerk.host.providers,
});
const serve = async () => void served.push(await serveChannels(host(), undefined, (...line) => void log.push(line), new WorkerMetrics()));
const stop = async () => {
	for (const { worker } of served.splice(0)) await worker.close(1_000);
};
const source = { tenant: 'default', channel: 'sales', receipt: null };
const sent = async () =>
	(await own.channels.outbox.list('default', { conversation: conversation }, 9))
		.map(({ content }) => (content as { text: string }).text)
		.reverse();
const seen = { seen: () => log };
/** Lets processes look at what is due. */
const pass = async (ms: number) => {
	late += ms;
	await own.channels.mailbox.replay('default', { id: 'none' });
};
const awaited = () => own.channels.mailbox.awaited.nextDue();

/** The customer asks for a refund that a person approves, and the process ends. */
async function ask(): Promise<string> {
	clerk.model.script(refunds('A-1002', 349.9, 'I refunded 349.90 for order A-1002.'));
	await serve();
	const applied = await own.channels.mailbox.apply(fromContact('My grinder A-1002 came broken.'), source, hasty);
	({ conversation } = applied as { conversation: string });
	await waitUntil('the run waits', async () => (await awaited()) !== undefined, seen);
	await stop();
	const [run] = await (await openRuns(host(), own.host.stateFolder)).listSuspended();
	expect(run).toMatchObject({ host: 'channel', status: 'waiting' });
	return run!.runId;
}

/** A process without channels, such as that of the approval page of another machine. */
async function decide(run: string, approved: boolean): Promise<void> {
	const suspended = (await findSuspendedRun(run, host()))!;
	const [pending] = await readPendingOf(suspended.state, host());
	const { id, viewSha256 } = pending as { id: string; viewSha256: string };
	const resume: Omit<NonNullable<AgentRequest['resume']>, 'state'> = {
		decisions: [{ id, kind: 'approval', approved, viewSha256 }],
		by: 'api:boss',
	};
	await continueRun(suspended, resume, { ...host(), name: 'channel', tenant: 'default' }, new AbortController().signal, () => undefined);
}

const told = async () =>
	(await own.channels.handOvers.list('default', { conversation: conversation }, 9)).map(({ reason, summary }) => ({ reason, summary }));

it('answers the customer once after a decision, over a restart and by another process (vstorm-co/agenticos#152)', async () => {
	const run = await ask();
	expect(await sent()).toHaveLength(1);
	expect(await own.channels.mailbox.find('default', conversation)).toMatchObject({ mode: 'agent' });
	await Promise.all([serve(), serve()]);
	await pass(10_000);
	await decide(run, true);
	await pass(10_000);
	await waitUntil('the answer', async () => (await sent()).length > 1, seen);
	expect((await sent()).slice(1)).toEqual(['I refunded 349.90 for order A-1002.']);
	expect(clerk.shop.orders.get('A-1002')!.refunds).toHaveLength(1);
	expect(await told()).toEqual([]);
});

it('answers other messages meanwhile', async () => {
	await ask();
	clerk.model.script([{ text: 'We are open until six.' }]);
	await serve();
	await own.channels.mailbox.apply(fromContact('When do you close?'), source, hasty);
	await waitUntil('the answer', async () => (await sent()).length > 1, seen);
	expect((await sent())[1]).toBe('We are open until six.');
	expect(await awaited()).toBeDefined();
});

it('gives the conversation to people where nobody decides in time, and tells the customer', async () => {
	await ask();
	await serve();
	await pass(31 * 24 * 3_600_000);
	await waitUntil('the hand-over', async () => (await told()).length > 0, seen);
	await waitUntil('the end', async () => (await awaited()) === undefined, seen);
	expect(await told()).toMatchObject([{ reason: 'nobody decided in time about what the agent asked' }]);
	expect((await sent()).at(-1)).toMatch(/^I have no decision on your request yet\./);
	expect(await awaited()).toBeUndefined();
});

it.each([
	[
		'who have the conversation meanwhile',
		() => own.channels.mailbox.setMode('default', conversation, { mode: 'person', until: null, by: 'user:ana' }),
	],
	['where the customer opted out meanwhile', () => own.channels.mailbox.apply(fromContact('stop'), source, hasty)],
])('tells the people %s, and not the customer', async (_, happens) => {
	const run = await ask();
	await happens();
	const before = await sent();
	await decide(run, true);
	await serve();
	await pass(10_000);
	await waitUntil('the end', async () => (await told()).length > 0, seen);
	expect(await sent()).toEqual(before);
	expect(await told()).toMatchObject([{ summary: { notes: 'I refunded 349.90 for order A-1002.' } }]);
});
