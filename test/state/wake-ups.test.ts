import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Redis } from 'ioredis';
import { createViolationLog } from '../../core/guardrails/violations/violation-log';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { postgresChannel } from '../../providers/wake-ups/postgres-channel';
import { troupeRights as rights } from '../../providers/redis/redis-fault';
import { redisChannel } from '../../providers/redis/redis-channel';
import { SharedWakeUps } from '../../providers/wake-ups/shared-wake-ups';
import { openViolationStore } from '../../providers/state/violations/violation-store';
import { type Databases, onPostgres, postgresDatabases } from '../support/servers/databases';
import { findRedis, startRedis, type RedisServer } from '../support/servers/redis-server';
import { waitUntil } from '../support/wait-until';

const userWith = (allowed: string) => ['--user', ...`troupe on >secret ${allowed}`.split(' ')];

/** Longer than the test: only wake-ups can be the reason to look. */
const neverMs = 3_600_000;
const redis = findRedis();
const onRedis = redis ? describe : describe.skip;

interface Seen {
	looks: number;
	faults: Array<string | undefined>;
}

const ends: Array<() => unknown> = [];
afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

/** Two processes, of which the second listens; `pollMs` is how often it looks by itself. */
function openPair(channel: () => ReturnType<typeof redisChannel>, pollMs = neverMs, topic = 'violations acme') {
	const [told, seen]: [unknown[], Seen] = [[], { looks: 0, faults: [] }];
	const [speaker, hearer] = [told, seen.faults].map(
		(faults) =>
			new SharedWakeUps({
				channel: channel(),
				probeMs: 1_000,
				onState: (fault) => void faults.push((fault as Error | undefined)?.message),
			}),
	);
	ends.push(hearer!.listen(topic, () => void seen.looks++, pollMs));
	return { speaker: speaker!, hearer: hearer!, told, seen, connected: () => waitUntil('the echo', () => seen.looks > 0) };
}

onRedis(`wake-ups over Redis${redis ? '' : ' (skipped: there is no redis-server on this machine)'}`, () => {
	const start = async (options: Parameters<typeof startRedis>[1] = {}): Promise<RedisServer> => {
		const server = await startRedis(redis!, options);
		ends.push(() => server.stop());
		return server;
	};

	test('reach listeners of the topic at once, once for many', async () => {
		const { url } = await start();
		const { speaker, seen, connected } = openPair(() => redisChannel(url));
		await connected();
		const before = seen.looks;
		speaker.wake('violations acme');
		await waitUntil('the wake-up', () => seen.looks > before, { everyMs: 1 });
		speaker.wake('violations other');
		for (let count = 0; count < 10_000; count++) speaker.wake('violations acme');
		await pauseFor(400);
		expect(seen.looks - before).toBeLessThanOrEqual(4);
	});

	test('reach installations of the same database number only', async () => {
		const { url } = await start();
		const one = openPair(() => redisChannel(`${url}/1`));
		const two = openPair(() => redisChannel(`${url}/2`));
		await Promise.all([one.connected(), two.connected()]);
		const before = two.seen.looks;
		one.speaker.wake('violations acme');
		await waitUntil('the wake-up', () => one.seen.looks > 1);
		await pauseFor(100);
		expect(two.seen.looks).toBe(before);
	});

	test('a Redis that is killed: listeners look by themselves, the fault is told, and a new one is found', async () => {
		const server = await start();
		const { speaker, seen, told, connected } = openPair(() => redisChannel(server.url), 100);
		await connected();
		server.signal('SIGKILL');
		await waitUntil('the fault', () => seen.faults.at(-1)?.includes('does not carry wake-ups'));
		const before = seen.looks;
		speaker.wake('violations acme');
		await waitUntil('a look', () => seen.looks > before + 1);
		await waitUntil('the fault of the speaker', () => told.at(-1) !== undefined);
		await start({ port: server.port });
		await waitUntil('the echo', () => seen.faults.at(-1) === undefined && seen.looks);
	});

	test('a Redis that is silent counts as lost', async () => {
		const server = await start();
		const { seen, connected } = openPair(() => redisChannel(server.url), 100);
		await connected();
		server.signal('SIGSTOP');
		await waitUntil('the fault', () => seen.faults.at(-1) !== undefined);
		server.signal('SIGCONT');
		await waitUntil('the echo', () => seen.faults.at(-1) === undefined);
	});

	test('a Redis that is killed in the middle loses no violation, and a new one is used', async () => {
		const server = await start();
		const file = join(mkdtempSync(join(tmpdir(), 'troupe-wake-')), 'state.db');
		ends.push(() => rmSync(dirname(file), { recursive: true, force: true }));
		const channel = () => redisChannel(server.url);
		const [writer, reader] = [1, 2].map(() =>
			openViolationStore(file, { wakeUps: new SharedWakeUps({ channel: channel() }), pollMs: 200 }),
		);
		ends.push(
			() => writer!.close(),
			() => reader!.close(),
		);
		const log = createViolationLog({ store: reader!, pseudonym: async (id) => id });
		const seen: number[] = [];
		ends.push(
			log.subscribe(
				({ id }) => void seen.push(id),
				(error) => {
					throw error;
				},
				0,
			),
		);
		for (let count = 1; count <= 60; count++) {
			await writer!.append('default', [record], { max: 1_000, since: 0 });
			if (count === 20) server.signal('SIGKILL');
			if (count === 40) await start({ port: server.port });
		}
		await waitUntil('all', () => seen.length === 60, { seen: () => seen.length });
		expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
	});

	test('hostile messages make a listener look, at most, and not often', async () => {
		const { url } = await start();
		const { seen, connected } = openPair(() => redisChannel(url));
		await connected();
		const attacker = new Redis(url);
		ends.push(() => attacker.disconnect());
		const before = seen.looks;
		const uuid = '00000000-0000-4000-8000-000000000000';
		const hostile = [
			'',
			'{',
			'\0',
			`${uuid} `,
			`${uuid} violations other`,
			`${uuid} ${'x'.repeat(400)}`,
			'x'.repeat(20_000_000),
			`${uuid} __proto__`,
		];
		for (const text of hostile) await attacker.publish('troupe:wake:0', text);
		await attacker.publish('troupe:wake:0', Buffer.from([0xff, 0xfe, 0x00]));
		await pauseFor(300);
		expect(seen.looks).toBe(before);
		const floodedAt = performance.now();
		for (let count = 0; count < 5_000; count++) void attacker.publish('troupe:wake:0', `${uuid} violations acme`);
		await attacker.ping();
		await pauseFor(300);
		expect(seen.looks - before).toBeLessThanOrEqual(2 + (performance.now() - floodedAt) / 50);
		expect(seen.faults.filter((fault) => fault !== undefined)).toEqual([]);
	});

	test.each([
		['a wrong password', ['--requirepass', 'right'], 'redis://:wrong@', 'Check user and password'],
		['no password', ['--requirepass', 'right'], 'redis://', 'Check user and password'],
		['no right to publish', userWith('~troupe:* &troupe:* +subscribe +ping +select'), 'redis://troupe:secret@', 'ACL SETUSER'],
		['no right to subscribe', userWith('~troupe:* &troupe:* +publish +ping +select'), 'redis://troupe:secret@', 'ACL SETUSER'],
		['no right on the channel', userWith('~troupe:* resetchannels +@all'), 'redis://troupe:secret@', 'ACL SETUSER'],
	])('%s is told with what to do, without the password, and listeners look by themselves', async (_what, settings, login, fix) => {
		const { port } = await start({ settings });
		const faults: Array<{ message: string; fix: string }> = [];
		const wakeUps = new SharedWakeUps({
			channel: redisChannel(`${login}127.0.0.1:${port}/0`),
			onState: (fault) => void faults.push(fault as (typeof faults)[number]),
		});
		let looks = 0;
		ends.push(wakeUps.listen('topic', () => void looks++, 20));
		wakeUps.wake('topic');
		await waitUntil('the fault', () => faults.at(-1)?.fix.includes(fix), { seen: () => faults });
		expect(JSON.stringify(faults.map(({ message, fix: way }) => message + way))).not.toMatch(/secret|wrong/);
		const before = looks;
		await waitUntil('a look', () => looks > before + 2);
	});

	test('a user with the rights that the fix names can do it all', async () => {
		const { port } = await start({
			settings: userWith(rights),
		});
		const { connected } = openPair(() => redisChannel(`redis://troupe:secret@127.0.0.1:${port}/3`));
		await connected();
	});

	test('a full Redis carries them', async () => {
		const { url } = await start({ settings: ['--maxmemory', '100kb', '--maxmemory-policy', 'noeviction'] });
		const { connected } = openPair(() => redisChannel(url));
		await connected();
	});
});

onPostgres('wake-ups', () => {
	let databases: Databases & { cluster: Awaited<ReturnType<typeof postgresDatabases>>['cluster'] };
	let place: string;
	beforeAll(async () => {
		databases = await postgresDatabases();
		place = await databases.create();
	});
	afterAll(() => databases.remove());

	test('reach listeners at once, and again after the server was restarted', async () => {
		const { speaker, seen, connected } = openPair(() => postgresChannel(place));
		await connected();
		const before = seen.looks;
		speaker.wake('violations acme');
		await waitUntil('the wake-up', () => seen.looks > before, { everyMs: 1 });
		await databases.cluster.stop('immediate');
		await waitUntil('the fault', () => seen.faults.at(-1) !== undefined);
		await databases.cluster.start();
		await waitUntil('the echo', () => seen.faults.at(-1) === undefined);
	});

	test('a subscriber hears of each violation', async () => {
		const write = openViolationStore(place, { wakeUps: new SharedWakeUps({ channel: postgresChannel(place) }) });
		ends.push(() => write.close());
		const log = await composeViolationLog({ stateFolder: '/tmp', database: place, redis: '', vaultKey: 'ab'.repeat(32) });
		let heard = 0;
		ends.push(
			log.subscribe(
				() => void heard++,
				(error) => {
					throw error;
				},
				0,
			),
		);
		for (let count = 1; count <= 5; count++) {
			await write.append('default', [record], { max: 10, since: 0 });
			await waitUntil('the violation', () => heard === count, { everyMs: 1 });
		}
	});
});

const record = {
	...{ at: Date.now(), conversation: null, agent: null, host: 'h', guardrail: 'g', code: 'PRICE' },
	...{ tool: null, argument: null, matches: [], matchCount: 0 },
	...{ person: null, key: null, run: null, agentVersion: null, agentSha256: null, policy: null, policyVersion: null },
	...({ stage: 'output', action: 'log' } as const),
};
const pauseFor = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
