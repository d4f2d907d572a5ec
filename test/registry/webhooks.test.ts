/** Webhooks in the registry's database, on both of its databases, with a clock that only the test moves. */
import { waitUntil, within } from '../support/wait-until';
import { gatherPeople, type RegistryPeople } from '../support/registry/registry-people';
import { registryOn, type Registry } from '../../manifests/registry/registry';
import { openStore } from '../../manifests/registry/store/open-store';
import type { Store } from '../../manifests/registry/store/store';
import type { Delivery } from '../../manifests/registry/webhooks/deliver';
import { sealingWith } from '../../manifests/registry/webhooks/sealing';
import { leaseMs } from '../../manifests/registry/webhooks/webhook-table';
import { Webhooks } from '../../manifests/registry/webhooks/webhooks';
import { onBoth, type Databases } from '../support/servers/databases';

const acme = { tenant: 'acme', subject: 'ada@example.com' };
const key = Buffer.alloc(32, 7);
const url = 'https://hooks.example/';

/** Time as the processes of one test see it: a pause ends when the test says so. */
function clock() {
	let nowMs = 1_767_225_600_000;
	const waiting = new Set<{ at: number; end: () => void }>();
	const pause: Delivery['pause'] = (milliseconds, signal) =>
		new Promise((resolve) => {
			const one = { at: nowMs + milliseconds, end: () => (waiting.delete(one), resolve()) };
			if (signal.aborted) return resolve();
			waiting.add(one);
			signal.addEventListener('abort', one.end, { once: true });
		});
	return {
		pause,
		now: () => nowMs,
		advance(milliseconds: number) {
			nowMs += milliseconds;
			for (const one of [...waiting]) if (one.at <= nowMs) one.end();
		},
	};
}

interface Received {
	by: string;
	id: number;
	url: string;
}

onBoth('webhooks', (openDatabases) => {
	let databases: Databases;
	let people: RegistryPeople;
	let address: string;
	let time: ReturnType<typeof clock>;
	let answer: (received: Received) => number | Promise<number>;
	let received: Received[];
	let arrived: PromiseWithResolvers<void>;
	const faults: unknown[] = [];
	const processes: Array<{ stop(): Promise<void> }> = [];

	beforeAll(async () => {
		databases = await openDatabases();
		people = await gatherPeople();
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		[address, time, answer, received, arrived] = [await databases.create(), clock(), () => 200, [], Promise.withResolvers()];
	});
	afterEach(async () => {
		await Promise.all(processes.splice(0).map(({ stop }) => stop()));
		expect(faults.splice(0)).toEqual([]);
	});

	/** A process on the database, as `troupe serve` runs it, on the clock of the test. */
	async function start(by: string, sealedBy = key, ofProcess = time) {
		const store: Store = await openStore(address);
		const registry: Registry = await registryOn(store, { root: people.root, keys: people.signers });
		const fetchAs: typeof fetch = async (to, init) => {
			const { data } = JSON.parse(init?.body as string) as { data: { id: number } };
			const one = { by, id: data.id, url: to as string };
			received.push(one);
			arrived.resolve();
			arrived = Promise.withResolvers();
			const aborted = new Promise<never>((_resolve, reject) => {
				// Only the test says when time is over, also on a machine that is slow.
				init?.signal?.addEventListener('abort', () => stopped && reject(new Error('aborted')));
			});
			return new Response(null, { status: await Promise.race([answer(one), aborted]) });
		};
		const delivery: Delivery = { ...ofProcess, fetch: fetchAs, checkAddress: () => Promise.resolve() };
		const webhooks = new Webhooks({
			registry,
			store,
			sealing: sealingWith(sealedBy),
			delivery,
			reportFault: (error) => faults.push(error),
		});
		webhooks.start();
		let stopped = false;
		const stop = async () => {
			if (stopped) return;
			stopped = true;
			await webhooks.close();
			await registry.close();
		};
		processes.push({ stop });
		return { registry, webhooks, store, stop };
	}

	async function until(count: number) {
		const seen = () => ({ received, faults, now: time.now() });
		while (received.length < count) await within(`${count} deliveries`, arrived.promise, { seen });
		return received.map(({ id }) => id);
	}

	/** Again where the process had not begun to wait before. */
	async function advance(milliseconds: number, count: number) {
		const advancing = setInterval(() => time.advance(milliseconds), 2000);
		time.advance(milliseconds);
		await until(count).finally(() => clearInterval(advancing));
	}

	/** When the database says so. */
	async function settled(webhooks: Webhooks, holds: (hook: Awaited<ReturnType<Webhooks['list']>>[number]) => boolean) {
		let hooks: Awaited<ReturnType<Webhooks['list']>> = [];
		const seen = () => ({ hooks, received, faults, now: time.now() });
		const look = async () => (hooks = await webhooks.list(acme)).every(holds);
		await waitUntil(`what the database says of webhooks: ${String(holds)}`, look, { seen });
		return hooks;
	}

	const flags = async (registry: Registry, from: number, to: number) => {
		for (let flag = from; flag <= to; flag++) await registry.setFlag(acme, { name: `flag-${flag}`, on: true });
	};
	const events = ['flag.changed' as const];

	it('are told of what is said from now on, in order, and of what was said while no process ran', async () => {
		const first = await start('first');
		await flags(first.registry, 1, 2);
		const { id } = await first.webhooks.add(acme, { url, events });
		await flags(first.registry, 3, 4);
		const [three, four] = await until(2);
		expect(four).toBeGreaterThan(three!);
		await settled(first.webhooks, ({ lastStatus }) => lastStatus === '200');
		await first.stop();

		const between = await registryOn(await openStore(address), { keys: people.signers });
		await flags(between, 5, 6);
		await between.close();
		const second = await start('second');
		const told = await until(4);
		expect([new Set(told).size, told]).toEqual([4, [...told].sort((one, other) => one - other)]);
		expect(await second.webhooks.list(acme)).toMatchObject([{ id, url, events, failures: 0, dead: 0 }]);
	});

	it('are tried again later and later, also by the next process; what is given up is listed, and the next event is told', async () => {
		answer = () => 503;
		const first = await start('first');
		const { id } = await first.webhooks.add(acme, { url, events });
		await flags(first.registry, 1, 1);
		const waits: number[] = [];
		let current = first;
		for (let attempt = 1; attempt <= 5; attempt++) {
			await until(attempt);
			const [hook] = await settled(current.webhooks, ({ retry }) => retry?.attempts === attempt);
			const waitMs = Date.parse(hook!.retry!.nextAt) - time.now();
			waits.push(waitMs);
			if (attempt === 2) {
				await first.stop();
				current = await start('second');
			}
			await advance(waitMs + 15_000, attempt + 1);
		}
		expect(waits).toEqual([...waits].sort((one, other) => one - other));
		const [dead] = await settled(current.webhooks, ({ dead: count, failures }) => count === 1 && failures === 1);
		expect(dead).toMatchObject({ failures: 1, lastStatus: '503' });
		expect(await current.webhooks.dead(acme, id)).toEqual([
			{ event: received[0]!.id, type: 'flag.changed', at: expect.any(String) as string, attempts: 6, status: '503' },
		]);
		answer = () => 200;
		await flags(current.registry, 2, 2);
		await until(7);
		expect(await settled(current.webhooks, ({ failures }) => failures === 0)).toMatchObject([{ lastStatus: '200', dead: 1 }]);
		expect(new Set(received.slice(0, 6).map((one) => one.id)).size).toBe(1);
	});

	it('are told by one of several processes: each event once, and in order for each address', async () => {
		const [one, two] = [await start('one'), await start('two')];
		const addresses = [`${url}a`, `${url}b`, `${url}c`];
		for (const address of addresses) await one.webhooks.add(acme, { url: address, events });
		await two.webhooks.look();
		await Promise.all([flags(one.registry, 1, 15), flags(two.registry, 16, 30)]);
		await until(90);
		await settled(one.webhooks, ({ lastStatus }) => lastStatus === '200');
		for (const address of addresses) {
			const told = received.filter((each) => each.url === address).map(({ id }) => id);
			expect([told.length, told]).toEqual([30, [...new Set(told)].sort((a, b) => a - b)]);
		}
	});

	it('are told by another process when the one that had begun is gone without a word', async () => {
		answer = ({ by }) => (by === 'first' ? new Promise<number>(() => undefined) : 200);
		// It is gone: its clock stands still.
		const first = await start('first', key, clock());
		await first.webhooks.add(acme, { url, events });
		await flags(first.registry, 1, 1);
		await until(1);
		const second = await start('second');
		await second.webhooks.look();
		expect(received.map(({ by }) => by)).toEqual(['first']);
		time.advance(leaseMs + 1);
		await until(2);
		expect(await settled(second.webhooks, ({ lastStatus }) => lastStatus === '200')).toHaveLength(1);
		expect(received.map(({ by, id }) => [by, id])).toEqual([
			['first', received[0]!.id],
			['second', received[0]!.id],
		]);
	});

	it('are not told a second time by the process that is at it, also when its lease is over', async () => {
		const answered = Promise.withResolvers<number>();
		answer = ({ url: to }) => (to.endsWith('slow') ? answered.promise : 200);
		const { registry, webhooks } = await start('one');
		await webhooks.add(acme, { url: `${url}slow`, events });
		await flags(registry, 1, 1);
		await until(1);
		time.advance(leaseMs + 1);
		// Who takes this one has seen the other.
		await webhooks.add(acme, { url: `${url}quick`, events });
		await flags(registry, 2, 2);
		await until(2);
		answered.resolve(200);
		await until(3);
		await settled(webhooks, ({ lastStatus }) => lastStatus === '200');
		const [slow, quick] = ['slow', 'quick'].map((name) => received.filter(({ url: to }) => to.endsWith(name)).map(({ id }) => id));
		expect([slow, quick]).toEqual([[expect.any(Number), quick![0]], [expect.any(Number)]]);
	});

	it('are removed when they answer 410, with a line in the audit', async () => {
		answer = () => 410;
		const { registry, webhooks } = await start('one');
		const { id } = await webhooks.add(acme, { url, events });
		await flags(registry, 1, 1);
		await until(1);
		const audited = async () => {
			const { items: lines } = await registry.audit(acme, { action: 'webhook.drop' });
			return lines.length > 0 && lines;
		};
		const items = await waitUntil('the line in the audit', audited);
		expect(items).toMatchObject([{ subject: 'webhooks', object: id, outcome: 'done' }]);
		expect(await webhooks.list(acme)).toEqual([]);
		expect(await webhooks.dead(acme, id)).toBeUndefined();
	});

	it('are of one tenant, at most twenty, and their secrets lie in the database under a key that does not', async () => {
		const { registry, webhooks, store } = await start('one');
		const { id, secret } = await webhooks.add(acme, { url, events });
		const other = { tenant: 'other', subject: 'x' };
		expect(await webhooks.list(other)).toEqual([]);
		expect(await webhooks.remove(other, id)).toBe(false);
		expect(await webhooks.dead(other, id)).toBeUndefined();
		expect(await webhooks.table.tenants()).toEqual(['acme']);
		const rows = await store.read('acme', (connection) => connection.selectFrom('webhooks').selectAll().execute());
		expect(JSON.stringify(rows)).not.toContain(secret.slice('whsec_'.length));
		for (let number = 1; number < 20; number += 1) await webhooks.add(acme, { url, events });
		await expect(webhooks.add(acme, { url })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });

		// A process with another key leaves them to those that have it.
		const stranger = await start('stranger', Buffer.alloc(32, 8));
		await stranger.webhooks.look();
		await flags(registry, 1, 1);
		await until(20);
		expect(new Set(received.map(({ by }) => by))).toEqual(new Set(['one']));
		expect(await webhooks.remove(acme, id)).toBe(true);
	});
});
