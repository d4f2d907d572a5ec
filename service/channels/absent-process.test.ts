import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { message, startOn } from '../../test/contract/event-parts';
import { chain, endEvent, messageCatch, processModel, serviceTask } from '../../test/contract/model-builder';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { waitUntil } from '../../test/support/wait-until';
import { serveChannels, type ServedChannels } from './serve-channels';
import { slowTest } from '../../test/support/slow-tests';

const begins = (id: string, name: string) =>
	processModel(id, [startOn('begin', message(name)), serviceTask('work'), endEvent(), ...chain('begin', 'work', 'end')]);

let own: ChannelHost;
let late: number;
let log: unknown[][];
let metrics: WorkerMetrics;
const served: ServedChannels[] = [];
const engines: EmbeddedEngine[] = [];

beforeEach(async () => {
	late = 0;
	log = [];
	metrics = new WorkerMetrics();
	own = await createChannelHost({ now: () => Date.now() + late });
	await own.change({ rules: hasty });
});
afterEach(async () => {
	await stop();
	await own.remove();
});

async function stop(): Promise<void> {
	for (const { worker } of served.splice(0)) await worker.close(1_000);
	for (const engine of engines.splice(0)) await engine.close();
}

/** Serves the channel with an engine of its own, as another machine does. */
async function serve(): Promise<EmbeddedEngine> {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	engines.push(engine);
	served.push(await serveChannels(own.host, engine, (...line) => void log.push(line), metrics));
	return engine;
}

const write = (text: string, changes = {}) =>
	own.channels.mailbox.apply(fromContact(text, changes), { tenant: 'default', channel: 'sales', receipt: null }, hasty);
const ends = () => metrics.channels.of({ tenant: 'default', channel: 'sales' }).ends;
const failed = () => ends().failed;
/** Passes pauses until the check holds. */
const passUntil = (what: string, check: () => boolean | Promise<boolean>) =>
	waitUntil(
		what,
		async () => {
			late += 500;
			await own.channels.mailbox.replay('default', { id: 'none' });
			return check();
		},
		{ seen: () => log },
	);
const read = async (engine: EmbeddedEngine) =>
	(await engine.activate('contract-work', { limit: 10, timeoutMs: 60_000 })).map(({ variables }) => variables['message']);
slowTest(
	'keeps the turns of a message that no process reads, without an end, and gives them in order to the process that is deployed',
	async () => {
		const engine = await serve();
		await write('How much is it?');
		for (let tries = 1; tries <= 4; tries++) {
			await passUntil('a further try', () => failed() >= 2 * tries);
			late += 600_000;
		}
		expect([await own.channels.mailbox.listDead('default', {}, 10), ends().dead, ends().done]).toEqual([[], 0, 0]);
		await write('In blue.');
		await engine.deploy([begins('sale', 'customer-wrote')]);
		await passUntil('both turns', () => ends().done === 2);
		expect((await read(engine)).toSorted()).toEqual(['Hello', 'How much is it?\nIn blue.']);
	},
);

slowTest('gives them to another machine that has the process, and after a restart', async () => {
	await serve();
	await write('How much is it?');
	await passUntil('a first try', () => failed() >= 2);
	const other = await serve();
	await other.deploy([begins('sale', 'customer-wrote')]);
	await passUntil('both turns', () => ends().done === 2);
	expect(await read(other)).toHaveLength(2);
	await other.deploy([begins('sale', 'another-name')]);
	await write('Anybody there?');
	await passUntil('a try in vain', () => failed() >= 3);
	await stop();
	const restarted = await serve();
	await restarted.deploy([begins('sale', 'customer-wrote')]);
	await passUntil('the last turn', () => ends().done === 3);
	expect(await read(restarted)).toEqual(['Anybody there?']);
});

it('gives a turn to the instance of an older version that waits for its customer, and keeps those of others', async () => {
	const engine = await serve();
	const asks = [
		startOn('begin', message('customer-wrote', '=conversation.id')),
		messageCatch('again', 'customer-wrote', '=conversation.id'),
		serviceTask('work'),
		endEvent(),
		...chain('begin', 'again', 'work', 'end'),
	];
	await engine.deploy([processModel('sale', asks)]);
	await passUntil('the first turn', () => ends().done === 1);
	await engine.deploy([begins('sale', 'another-name')]);
	const maria = { address: '5544988887777', contact: [{ kind: 'phone', value: '5544988887777', proof: 'provider' as const }] };
	await write('How much is it?', maria);
	await write('Hi, I am Rui.');
	await passUntil('the turn of the instance, and a try of the other', () => ends().done === 2 && failed() > 0);
	expect(await read(engine)).toEqual(['How much is it?']);
	expect(ends()).toMatchObject({ done: 2, dead: 0 });
});

slowTest('keeps a turn from an instance that has passed the event by which it began: it waits for no message', async () => {
	const engine = await serve();
	await engine.deploy([begins('sale', 'customer-wrote')]);
	await passUntil('the first turn', () => ends().done === 1);
	await engine.deploy([begins('sale', 'another-name')]);
	expect(await engine.canTakeMessage({ name: 'customer-wrote', correlationKey: own.conversation })).toBe(false);
	const before = failed();
	await write('Anybody there?');
	await passUntil('tries in vain', () => failed() >= before + 2);
	expect(ends()).toMatchObject({ done: 1, dead: 0 });
	await engine.deploy([begins('other', 'customer-wrote')]);
	await passUntil('the turn', () => ends().done === 2);
	expect(await read(engine)).toEqual(['Hello', 'Anybody there?']);
});

slowTest('publishes to an engine that cannot tell who takes the message, as a cluster', async () => {
	const published: string[] = [];
	const cluster = { publishMessage: ({ name }: { name: string }) => Promise.resolve({ messageKey: String(published.push(name)) }) };
	served.push(await serveChannels(own.host, cluster, (...line) => void log.push(line), metrics));
	await passUntil('the turn', () => ends().done === 1);
	expect(published).toEqual(['customer-wrote']);
});
