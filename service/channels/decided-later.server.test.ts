import type { AgentRequest } from '../../core/agents/agent-request';
import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import type { Host } from '../../providers/compose/hosts/host';
import { openRuns } from '../../providers/compose/state/host-runs';
import { readPendingOf } from '../../providers/compose/state/read-pending';
import { findSuspendedRun } from '../../providers/compose/state/find-suspended';
import { fromAccount, fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import type { FakeReply } from '../../sandbox/fakes/fake-server';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { openRefundClerk, type RefundClerk, refunds } from '../../test/support/refund-clerk';
import { waitUntil } from '../../test/support/wait-until';
import { runAgentResume } from '../../cli/agent/agent-run';
import { runConversationShow } from '../../cli/conversation/show-run';
import { showConversation } from '../operations/conversations/show-conversation';
import { testTerminal } from '../../test/support/test-terminal';
import { runAgent } from '../../core/agents/run-agent';
import { defaultHandOverSettings } from '../../core/ports/channels/hand-overs';
import { composeAgent } from '../../providers/compose/agents/agent';
import { hostFor, toAgentReference } from '../../providers/compose/agents/agent-reference';
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
async function ask(message = 'My grinder A-1002 came broken.', ends: FakeReply[] = [{ text: 'I refunded 349.90 for order A-1002.' }]) {
	clerk.model.script([...refunds('A-1002', 349.9, '').slice(0, 2), ...ends]);
	await serve();
	const applied = await own.channels.mailbox.apply(fromContact(message), source, hasty);
	({ conversation } = applied as { conversation: string });
	await waitUntil('the run waits', async () => (await awaited()) !== undefined, seen);
	await stop();
	const [run] = await (await openRuns(host(), own.host.stateFolder)).listSuspended();
	expect(run).toMatchObject({ host: 'channel', status: 'waiting' });
	return run!.runId;
}

async function readDecision(run: string) {
	const suspended = (await findSuspendedRun(run, host()))!;
	const [pending] = await readPendingOf(suspended.state, host());
	return { suspended, ...(pending as { id: string; viewSha256: string }) };
}

/** A process without channels, such as that of the approval page of another machine. */
async function decide(run: string, ends = true, stop = new AbortController().signal): Promise<void> {
	const { suspended, id, viewSha256 } = await readDecision(run);
	const resume: Omit<NonNullable<AgentRequest['resume']>, 'state'> = {
		decisions: [{ id, kind: 'approval', approved: true, viewSha256 }],
		by: 'api:boss',
	};
	const at = { ...host(), name: 'channel', tenant: 'default' };
	if (ends) return void (await continueRun(suspended, resume, at, stop, () => undefined));
	// It dies before it tells the customer.
	const request = { message: '', conversationId: suspended.state.conversationId, resume: { ...resume, state: suspended.state } };
	const reference = toAgentReference(suspended.agent);
	await runAgent(request, await composeAgent(reference, hostFor(reference, at), request), stop);
}

/** For whom the customer waits; that nothing can be sent to them here is left out. */
const waiting = async () =>
	(await own.channels.conversations.list('default', { from: 0, isWaiting: true }, 9)).flatMap(({ id, wait }) =>
		id === conversation && wait!.waitsFor === 'person' ? [wait] : [],
	);

const told = async () =>
	(await own.channels.handOvers.list('default', { conversation: conversation }, 9)).map(({ reason, summary }) => ({ reason, summary }));

it('answers the customer once after a decision, over a restart and by another process (vstorm-co/agenticos#152)', async () => {
	const run = await ask();
	expect(await sent()).toHaveLength(1);
	expect(await waiting()).toMatchObject([{ waitsFor: 'person', run }]);
	expect(await own.channels.mailbox.find('default', conversation)).toMatchObject({ mode: 'agent' });
	await Promise.all([serve(), serve()]);
	await pass(10_000);
	await decide(run);
	expect((await sent()).slice(1)).toEqual(['I refunded 349.90 for order A-1002.']);
	expect([await awaited(), await waiting()]).toEqual([undefined, []]);
	expect(clerk.shop.orders.get('A-1002')!.refunds).toHaveLength(1);
	expect(await told()).toEqual([]);
});

it('is listed until somebody decides, told of once, and shown with what to decide (kirodotdev/KiroCrew#7659)', async () => {
	const run = await ask();
	await pass(31 * 60_000);
	await serve();
	// With the other customer, who waits for a person as well.
	await waitUntil('the note', async () => (await own.channels.waits.count('default')).get('sales') === 2, seen);
	expect(await waiting()).toMatchObject([{ waitsFor: 'person', isLate: true, run }]);
	const context = { host: { ...host(), tenant: 'default' }, by: 'user:ana', signal: new AbortController().signal };
	const shown = await showConversation.perform({ conversation }, context);
	expect(shown).toMatchObject({
		wait: { runId: run },
		decisions: [{ runId: run, agent: 'refund-clerk@1.0.0', pending: [{ kind: 'approval', tool: 'refund_order' }] }],
	});
	const terminal = testTerminal({ TROUPE_HOME: own.host.stateFolder });
	await runConversationShow(conversation, { limit: 9 }, terminal);
	expect(terminal.printed.join('\n')).toMatch(/call of refund_order; decide: troupe run resume turn-/);
	await own.channels.mailbox.apply(fromAccount('I look at it.'), source, hasty);
	expect(await waiting()).toEqual([]);
});

it('answers other messages meanwhile', async () => {
	const run = await ask();
	clerk.model.script([{ text: 'We are open until six.' }]);
	await serve();
	await own.channels.mailbox.apply(fromContact('When do you close?'), source, hasty);
	await waitUntil('the answer', async () => (await sent()).length > 1, seen);
	expect((await sent())[1]).toBe('We are open until six.');
	await waitUntil('the end of the turn', async () => (await own.channels.mailbox.turns.nextDue()) === undefined, seen);
	expect(await waiting()).toMatchObject([{ waitsFor: 'person', run }]);
	expect(await awaited()).toEqual(expect.any(Number));
});

it('gives the conversation to people where nobody decides in time, and tells the customer', async () => {
	await ask();
	await serve();
	await pass(31 * 24 * 3_600_000);
	await waitUntil('the hand-over', async () => (await told()).length > 0, seen);
	expect(await waiting()).toMatchObject([{ waitsFor: 'person', run: null }]);
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
	await decide(run);
	expect(await sent()).toEqual(before);
	expect(await told()).toMatchObject([{ summary: { notes: 'I refunded 349.90 for order A-1002.' } }]);
});

it('tells people how it ended where the customer opted out meanwhile', async () => {
	const run = await ask();
	const before = await sent();
	await own.channels.rights.optOut('default', (await own.channels.mailbox.find('default', conversation))!.contact, 'user:ana');
	await decide(run);
	expect(await sent()).toEqual(before);
	expect(await told()).toMatchObject([{ summary: { notes: 'I refunded 349.90 for order A-1002.' } }]);
});

it('says in the language of the conversation that nobody decided, also where the channel has no agent any more', async () => {
	await ask('Bom dia, minha esmerilhadeira A-1002 chegou quebrada e eu quero o dinheiro de volta.');
	await own.change({ agent: null, message: 'customer-wrote', rules: hasty });
	await serve();
	await pass(31 * 24 * 3_600_000);
	await waitUntil('the end', async () => (await awaited()) === undefined, seen);
	expect(await told()).toMatchObject([{ reason: 'ninguém decidiu a tempo sobre o que o agente perguntou' }]);
	expect((await sent()).at(-1)).toMatch(/^Ainda não tenho uma decisão sobre o seu pedido\./);
});

it('asks no run again that has ended, and does not say that nobody decided', async () => {
	const run = await ask();
	await decide(run, false);
	const asked = clerk.model.calls.length;
	await serve();
	await pass(10 * 60_000);
	await waitUntil('the end', async () => (await awaited()) === undefined, seen);
	expect(await told()).toMatchObject([
		{ reason: `the run went on after a decision, and the customer has no answer of it (troupe run show ${run})` },
	]);
	expect((await sent()).at(-1)).toMatch(/^I could not finish your request here\./);
	expect(clerk.model.calls).toHaveLength(asked);
});

it('goes on with the agent that began, where the process ended in the middle', async () => {
	const answer = { text: 'I refunded 349.90 for order A-1002.' };
	const run = await ask(undefined, [{ ...answer, delayMs: 60_000 }, answer]);
	const process = new AbortController();
	const going = decide(run, true, process.signal).catch(() => undefined);
	const refunded = () => Promise.resolve(clerk.shop.orders.get('A-1002')!.refunds.length === 1 && clerk.model.calls.length > 2);
	await waitUntil('the refund', refunded, seen);
	process.abort();
	await going;
	await own.change({ agent: 'another', message: null, rules: hasty });
	await serve();
	await pass(10 * 60_000);
	await waitUntil('the end', async () => (await awaited()) === undefined, seen);
	expect((await sent()).slice(1)).toEqual([answer.text]);
	expect(clerk.shop.orders.get('A-1002')!.refunds).toHaveLength(1);
	expect(await told()).toEqual([]);
});

it('hands over as the agent asks, also after a decision at the terminal', async () => {
	const run = await ask(undefined, [
		{ text: '', calls: [{ name: 'hand_over', input: { reason: 'wants more' } }] },
		{ text: 'A colleague will write.' },
	]);
	await own.change({ agent: 'refund-clerk', message: null, rules: hasty, handOver: defaultHandOverSettings });
	const { id, viewSha256 } = await readDecision(run);
	const options = { run, approve: [`${id}=${viewSha256}`], json: true };
	await runAgentResume(options, testTerminal(), () => Promise.resolve({ ...host(), name: 'cli' }));
	expect(await told()).toMatchObject([{ reason: 'wants more' }]);
	expect(await awaited()).toBeUndefined();
});
