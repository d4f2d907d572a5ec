import { setTimeout as sleep } from 'node:timers/promises';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../../test/support/test-terminal';
import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { message, startOn } from '../../test/contract/event-parts';
import { chain, endEvent, messageCatch, processModel, serviceTask } from '../../test/contract/model-builder';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { openEvents } from '../../providers/compose/events/events';
import { fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { waitUntil } from '../../test/support/wait-until';
import { type CancelledParts, giveUpCancelled } from './give-up-cancelled';
import { serveChannels, type ServedChannels } from './serve-channels';
import { slowTest } from '../../test/support/slow-tests';

const task = (type: string) => serviceTask('work', { type });
const sells = (type: string) =>
	processModel('sale', [
		startOn('begin', message('customer-wrote', '=conversation.id')),
		task(type),
		endEvent(),
		...chain('begin', 'work', 'end'),
	]);

let own: ChannelHost;
let late: number;
let log: unknown[][];
let metrics: WorkerMetrics;
let served: ServedChannels;
let engine: EmbeddedEngine;
beforeEach(async () => {
	late = 0;
	log = [];
	metrics = new WorkerMetrics();
	own = await createChannelHost({ now: () => Date.now() + late });
	await own.change({ rules: hasty });
	engine = await openEmbeddedEngine({ file: ':memory:' });
	served = await serveChannels(own.host, engine, (...line) => void log.push(line), metrics);
	await own.channels.mailbox.setMode('default', own.conversation, { mode: 'off', until: null, by: 'user:ana' });
	await own.channels.waits.leave('default', own.conversation, { by: 'user:ana', reason: 'spam' });
});
afterEach(async () => {
	await served.worker.close(1_000);
	await engine.close();
	await own.remove();
});

const mailbox = () => own.channels.mailbox;
const ends = () => metrics.channels.of({ tenant: 'default', channel: 'sales' }).ends;
const passUntil = (what: string, check: () => boolean | Promise<boolean>) =>
	waitUntil(
		what,
		async () => {
			late += 500;
			await mailbox().replay('default', { id: 'none' });
			return check();
		},
		{ seen: () => log, forMs: 15_000 },
	);
const write = async (text: string, turns: number) => {
	await mailbox().apply(fromContact(text), { tenant: 'default', channel: 'sales', receipt: null }, hasty);
	await passUntil(`turn ${turns}`, () => ends().done === turns);
};
const take = async (type: string) =>
	(await engine.activate(type, { limit: 10, timeoutMs: 60_000 })).map(({ variables, instanceKey }) => ({
		text: variables['message'],
		instanceKey,
	}));
const listDead = () => mailbox().listDead('default', {}, 10);
const replay = async (...args: string[]) => {
	const terminal = testTerminal({ TROUPE_HOME: own.host.stateFolder });
	const code = await runTroupe(['channel', 'replay', 'sales', ...args], terminal);
	return { code, noted: terminal.noted.join('\n') };
};

/** Looks once, from the beginning or from where the service is. */
const look = async (
	events: CancelledParts['openEvents'] = async () => ({ readPosition: async () => 0, writePosition: async () => undefined }),
) => {
	await sleep(2); // what ended in this millisecond is left to the next look
	await giveUpCancelled({
		...{ engine, mailbox: mailbox(), clock: own.host.clock!, ownTenant: 'default', onGivenUp: () => undefined },
		openEvents: events,
	})();
};

slowTest(
	'gives a turn of an instance that was cancelled to the newest version, when it is replayed, once (camunda/camunda#1811)',
	async () => {
		await engine.deploy([sells('broken')]);
		await write('How much?', 1);
		const [first] = await take('broken');
		expect(first?.text).toBe('How much?');
		await engine.deploy([sells('mended')]);
		expect(await replay('--dead')).toMatchObject({
			code: 0,
			noted: expect.stringContaining('1 turn is with a process that has not answered.'),
		});
		await engine.cancel(first!.instanceKey);
		await passUntil('the turn that was given up', async () => (await listDead()).length === 1);
		const [dead] = await listDead();
		expect(dead).toMatchObject({
			reason: expect.stringMatching(/^The instance \d+ of the process sale \(version 1\) was cancelled before it answered\.$/),
		});
		expect((await own.channels.conversations.list('default', { from: 0, isWaiting: true }, 10)).map(({ wait }) => wait?.waitsFor)).toEqual([
			'person',
		]);
		const events = await (await openEvents(own.host)).read('default', 0, 100);
		expect(events.filter(({ type }) => type === 'channel.turn.failed')).toMatchObject([{ data: { state: 'given-up', turn: dead!.id } }]);
		expect(await take('mended')).toEqual([]);
		expect(await replay('--id', dead!.id)).toMatchObject({ noted: expect.stringContaining('1 turn is processed again') });
		await passUntil('the second turn', () => ends().done === 2);
		expect((await take('mended')).map(({ text }) => text)).toEqual(['How much?']);
		// The new instance has it now, and the old one is not looked at again.
		await look(() => openEvents(own.host));
		expect([await listDead(), await mailbox().countHeld('default', { channel: 'sales' })]).toEqual([[], 1]);
		expect(await replay('--dead')).toMatchObject({ noted: expect.stringContaining('Nothing is processed again') });
		expect(metrics.channels.of({ tenant: 'default', channel: 'sales' }).givenUp).toMatchObject({ turn: 1 });
	},
);

it('leaves alone what an instance had that completed: what it began elsewhere can still answer', async () => {
	await engine.deploy([sells('broken')]);
	await write('How much?', 1);
	const [job] = await engine.activate('broken', { limit: 10, timeoutMs: 60_000 });
	await engine.answer(job!.key, { kind: 'complete', variables: {} });
	expect(await engine.read(({ database }) => database.all('SELECT state FROM process_instance'))).toEqual([{ state: 'COMPLETED' }]);
	await look();
	expect([await listDead(), await mailbox().countHeld('default', { channel: 'sales' })]).toEqual([[], 1]);
});

slowTest('gives up as far as the cancelled instance had read: what waited after it begins with the newest version', async () => {
	await engine.deploy([sells('broken')]);
	await write('How much?', 1);
	await write('In blue.', 2);
	const [first] = await take('broken');
	await engine.deploy([sells('mended')]);
	await engine.cancel(first!.instanceKey);
	await passUntil('the first turn', async () => (await listDead()).length === 1);
	expect((await take('mended')).map(({ text }) => text)).toEqual(['In blue.']);
	expect((await listDead()).map(({ messages }) => messages)).toEqual([1]);
	expect(await mailbox().replay('default', { channel: 'sales' })).toBe(1);
	await passUntil('the turn again', () => ends().done === 3);
	expect(await mailbox().countHeld('default', { channel: 'sales' })).toBe(2);
});

slowTest('gives up all turns that one instance had read, in one turn again', async () => {
	const reads = [
		startOn('begin', message('customer-wrote', '=conversation.id')),
		messageCatch('more', 'customer-wrote', '=conversation.id'),
		task('broken'),
		endEvent(),
		...chain('begin', 'more', 'work', 'end'),
	];
	await engine.deploy([processModel('sale', reads)]);
	await write('How much?', 1);
	await write('In blue.', 2);
	const [job] = await take('broken');
	await engine.deploy([sells('mended')]);
	await engine.cancel(job!.instanceKey);
	await passUntil('both turns', async () => (await listDead()).length === 2);
	expect(await replay('--dead')).toMatchObject({ noted: expect.stringContaining('2 turns are processed again') });
	await passUntil('one turn', () => ends().done === 3);
	expect((await take('mended')).map(({ text }) => text)).toEqual(['How much?\nIn blue.']);
});

it('leaves the turn with another process that has it, and with people', async () => {
	const other = processModel('other', [
		startOn('begin', message('customer-wrote', '=conversation.id')),
		task('other'),
		endEvent(),
		...chain('begin', 'work', 'end'),
	]);
	await engine.deploy([sells('broken'), other]);
	await write('How much?', 1);
	const [job] = await take('broken');
	await engine.cancel(job!.instanceKey);
	await look();
	expect(await listDead()).toEqual([]);
	const [last] = await take('other');
	const conversation = (await mailbox().list('default', { mode: 'agent' }, 10))[0]!.id;
	await mailbox().setMode('default', conversation, { mode: 'person', until: null, by: 'user:ana' });
	await engine.cancel(last!.instanceKey);
	await look();
	expect(await listDead()).toEqual([]);
});
