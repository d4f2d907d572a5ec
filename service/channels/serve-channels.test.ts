import { takeTurn } from '../../test/support/channels/take-turn';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TroupeError } from '../../core/base/errors';
import { withTraceContext } from '../../core/base/trace-context';
import type { Gate } from '../../core/ports/manifests';
import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import type { Host } from '../../providers/compose/hosts/host';
import { openEvents } from '../../providers/compose/events/events';
import { openSwitches } from '../../providers/compose/state/host-switches';
import { fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { createSpanMemory } from '../../test/support/span-memory';
import { waitUntil } from '../../test/support/wait-until';
import { serveChannels, type ServedChannels } from './serve-channels';
import { slowTest } from '../../test/support/slow-tests';

const echo = {
	...{ id: 'echo', version: '1.0.0', name: 'Echo', purpose: 'Answers.', capabilities: [], prompt: 'Answer.' },
	...{ model: { extractive: false }, guardrails: { personalData: { types: [] } }, limits: {} },
};

let own: ChannelHost;
let agents: string;
let late: number;
let log: unknown[][];
let metrics: WorkerMetrics;
const served: ServedChannels[] = [];

beforeEach(async () => {
	late = 0;
	log = [];
	metrics = new WorkerMetrics();
	own = await createChannelHost({ now: () => Date.now() + late });
	agents = join(own.host.stateFolder, 'agents');
	mkdirSync(agents);
	writeFileSync(join(agents, 'echo.json'), JSON.stringify(echo));
	await own.change({ agent: 'echo', message: null, rules: hasty });
});
afterEach(async () => {
	for (const { worker } of served.splice(0)) await worker.close(1_000);
	await own.remove();
});

async function serve(changes: Partial<Host>, turns?: number): Promise<void> {
	served.push(await serveChannels({ ...own.host, ...changes }, undefined, (...line) => void log.push(line), metrics, turns));
}
const greeter = () => ({ agentFolders: [agents], model: scriptedChatModel(...Array.from({ length: 20 }, () => 'Hello!')) });
const withAgent = () => serve(greeter());
const write = (text: string) =>
	own.channels.mailbox.apply(fromContact(text), { tenant: 'default', channel: 'sales', receipt: null }, hasty);
const dead = () => own.channels.mailbox.listDead('default', {}, 10);
const told = (text: string) => log.filter(([, message]) => String(message).includes(text));
/** Has the processes look at what is due. */
const look = () => own.channels.mailbox.replay('default', { id: 'none' });
async function passPause(): Promise<void> {
	const pausesMs = 30_000; // at most; a lease is longer
	await waitUntil('the pause of the turn', async () => {
		const dueInMs = (await own.channels.mailbox.turns.nextDue()) ?? 0;
		return dueInMs > 0 && dueInMs <= pausesMs;
	});
	late += pausesMs + 1;
	await look();
}
const answered = () =>
	waitUntil(
		'an answer',
		async () => {
			late += 200; // pauses pass faster
			await look();
			return (await own.channels.mailbox.turns.nextDue()) === undefined;
		},
		{ seen: () => log },
	);

slowTest('leaves a turn whose agent it lacks to another process (stablemates/workhorse#179)', async () => {
	await serve({});
	await write('Hello');
	await waitUntil('the first try', () => told('cannot run in this process').length > 0);
	expect(told('cannot run in this process')).toEqual([
		['warn', expect.any(String), expect.objectContaining({ channel: 'sales', code: 'AGENT_NOT_FOUND' })],
	]);
	expect(await dead()).toEqual([]);
	await withAgent();
	await answered();
	expect(await dead()).toEqual([]);
});

it('answers in the trace of the message: the turn, the agent, its model and what is sent', async () => {
	const { tracing, spans, find } = createSpanMemory();
	await serve({ ...greeter(), tracing });
	const traceId = 'a'.repeat(32);
	await withTraceContext({ traceparent: `00-${traceId}-${'b'.repeat(16)}-01` }, () => write('Hello'));
	await waitUntil('the answer', () => find('work channel-send').length > 0, { seen: () => spans().map(({ name }) => name) });
	const ids = new Set(spans().map((span) => span.spanContext().spanId));
	for (const name of ['work channel-turn', 'invoke_agent Echo', 'chat model', 'work channel-send']) {
		const [span] = find(name);
		expect({ name, trace: span?.spanContext().traceId }).toEqual({ name, trace: traceId });
		expect(ids.has(span!.parentSpanContext!.spanId)).toBe(name !== 'work channel-turn');
	}
});

slowTest('greets who comes from a place of its own, once, and answers by the agent for it (openclaw/openclaw#39037)', async () => {
	const fair = { ...echo, id: 'fair', prompt: 'You are at the fair.' };
	writeFileSync(join(agents, 'fair.json'), JSON.stringify(fair));
	const rules = { ...hasty, origins: [{ from: 'link:fair', name: 'fair', agent: 'fair', greeting: 'Welcome to the fair!' }] };
	await own.change({ agent: 'echo', message: null, rules });
	const { model, agentFolders } = greeter();
	await serve({ agentFolders, model });
	const origin = { kind: 'text' as const, text: '[came through the link: fair]', origin: { via: 'link' as const, source: 'fair' } };
	for (const content of [[], [origin], [origin], []]) {
		const event = fromContact('', { content: [...content, { kind: 'text', text: 'Hello' }] });
		await own.channels.mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null }, rules);
		await answered();
	}
	const asked = model.requests.map(({ messages }) => [JSON.stringify(messages).includes('You are at the fair.'), messages.at(-1)!.content]);
	expect(asked.slice(1)).toEqual([
		[false, 'Hello'],
		[true, '[sent to the customer already] Welcome to the fair!\n[came through the link: fair]\nHello'],
		[true, '[came through the link: fair]\nHello'],
		[true, 'Hello'],
	]);
	const sent = (await own.channels.outbox.list('default', {}, 10)).map(({ content }) => content.kind === 'text' && content.text);
	expect(sent.toReversed().slice(1)).toEqual(['Hello!', 'Welcome to the fair!', 'Hello!', 'Hello!', 'Hello!']);
});

slowTest('takes no turn where the operator says so', async () => {
	await serve({}, 0);
	await write('Hello');
	await withAgent();
	await answered();
	expect(told('cannot run')).toEqual([]);
});

slowTest(
	'keeps a turn for as long as no process has its agent, tells it once, and answers it then (earendil-works/absurd#92)',
	async () => {
		await serve({});
		await write('Hello');
		await waitUntil('the first try', () => told('cannot run in this process').length > 0);
		const { ends } = metrics.channels.of({ tenant: 'default', channel: 'sales' });
		for (let tries = 0; tries < 6; tries++) {
			const before = ends.failed;
			late += 600_000;
			await look();
			await waitUntil('a further try', () => ends.failed > before, { seen: () => log });
		}
		expect([await dead(), ends.dead]).toEqual([[], 0]);
		const events = await (await openEvents(own.host)).read('default', 0, 100);
		const failed = events.filter(({ type }) => type === 'channel.turn.failed').map(({ data }) => data);
		const [conversations, turns] = (['conversation', 'turn'] as const).map((name) => new Set(failed.map((each) => each[name])).size);
		// The host has a conversation of its own.
		expect([failed.length, conversations, turns]).toEqual([2, 2, 2]);
		expect(failed[0]).toEqual({
			...{ channel: 'sales', conversation: expect.any(String), contact: expect.any(String), person: expect.any(String) },
			...{ turn: expect.any(String), state: 'waits', reason: expect.stringContaining('AGENT_NOT_FOUND: ') },
		});
		expect(JSON.stringify(failed)).not.toContain('55449');
		expect(events.filter(({ type }) => type === 'agent.run.failed')).toHaveLength(2);
		await withAgent();
		late += 31_000;
		await answered();
		expect(await dead()).toEqual([]);
	},
);

slowTest('answers afterwards what came while its agents were off, however long that was (taskforcesh/bullmq#322)', async () => {
	const switches = (await openSwitches(own.host))!;
	const off = { tenant: '*', target: 'all', reason: 'wrong prices', changedBy: 'user:ana' };
	await switches.turnOff(off);
	const { model, agentFolders } = greeter();
	await serve({ model, agentFolders });
	await write('Hello');
	await waitUntil('the first try', () => told('cannot run in this process').length > 0);
	const { ends } = metrics.channels.of({ tenant: 'default', channel: 'sales' });
	for (let tries = 0; tries < 3; tries++) {
		const before = ends.failed;
		late += 1_800_000; // half an hour, with which others are given up
		await waitUntil('a further try', () => ends.failed > before, { seen: () => log });
	}
	expect([await dead(), model.requests]).toEqual([[], []]);
	await switches.turnOn(off);
	late += 31_000;
	await waitUntil('the answer', async () => (await own.channels.mailbox.turns.nextDue()) === undefined, { seen: () => log });
	// The host has a conversation of its own.
	expect([await dead(), model.requests.length]).toEqual([[], 2]);
});

slowTest('answers what came while the gate was closed, however many attempts that took', async () => {
	const refusal = new TroupeError({ code: 'MANIFEST_NOT_APPROVED', message: '0 of 1 approvals', fix: 'Approve it.' });
	let [isOpen, refused] = [false, 0];
	const admit: Gate['admit'] = (subject) => {
		if (isOpen) return openGate().admit(subject);
		refused += 1;
		return Promise.reject(refusal);
	};
	await serve({ gate: { admit }, ...greeter() });
	await write('Hello');
	await waitUntil('the refusal', () => told('cannot run in this process').length > 0);
	for (let tries = 0; tries < 6; tries++) {
		const before = refused;
		await passPause();
		await waitUntil('a further try', () => refused > before, { seen: () => log });
	}
	isOpen = true;
	await answered();
	expect(await dead()).toEqual([]);
});

slowTest('tells a fault that lasts once a minute, with what failed', async () => {
	const database = new DatabaseSync(join(own.host.stateFolder, 'state.db'));
	await withAgent();
	database.exec('ALTER TABLE conversation RENAME TO gone');
	await waitUntil('a fault', () => told('channel work failed').length > 0);
	await new Promise((resolve) => setTimeout(resolve, 6_000)); // a loop looks again after five seconds
	database.exec('ALTER TABLE gone RENAME TO conversation');
	database.close();
	expect(told('channel work failed')).toEqual([
		[
			'warn',
			'channel work failed',
			expect.objectContaining({ what: expect.any(String), error: expect.stringContaining('no such table: conversation') }),
		],
	]);
});

slowTest('tells that an answer was dropped, because another process took the turn', async () => {
	const model = scriptedChatModel('Hello!');
	const held = Promise.withResolvers<void>();
	const slow: typeof model = {
		...model,
		async *stream(...all) {
			await held.promise;
			yield* model.stream(...all);
		},
	};
	await serve({ ...greeter(), model: slow });
	await write('Hello');
	await waitUntil('the turn to be taken', async () => (await own.channels.mailbox.turns.nextDue())! > late + 30_000);
	late += 61_000;
	await takeTurn(own.channels.mailbox, 'another process', 60_000);
	held.resolve();
	await waitUntil('the line', () => told('answer of a turn dropped').length > 0, { seen: () => log });
	expect(told('answer of a turn dropped')).toEqual([['warn', expect.any(String), expect.objectContaining({ channel: 'sales' })]]);
});
