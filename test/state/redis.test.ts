import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { redisCheck } from '../../cli/doctor/checks/state/redis';
import { createTestMachine } from '../support/test-machine';
import { openRedisCounts } from '../../providers/redis/redis-counts';
import { troupeRights } from '../../providers/redis/redis-fault';
import { findRedis, startRedis, type RedisServer } from '../support/servers/redis-server';
import { waitUntil } from '../support/wait-until';

const program = findRedis();
const onRedis = program ? describe : describe.skip;

onRedis(`a Redis${program ? '' : ' (skipped: there is no redis-server on this machine)'}`, () => {
	const ends: Array<() => unknown> = [];
	afterEach(async () => {
		for (const end of ends.splice(0).reverse()) await end();
	});
	const start = async (options: Parameters<typeof startRedis>[1] = {}): Promise<RedisServer> => {
		const server = await startRedis(program!, options);
		ends.push(() => server.stop());
		return server;
	};
	const open = async (address: string) => {
		const faults: string[] = [];
		const counts = await openRedisCounts(address, ({ code, message, fix }) => void faults.push(`${code} ${message} ${fix}`));
		ends.push(() => counts.close());
		const count = () =>
			counts.count('caller', 60_000).then(
				({ current }) => current,
				() => 'alone',
			);
		return { counts, faults, count };
	};
	/** What `troupe doctor` says of it: state, text and fix. */
	const examine = async (address: string) => {
		const machine = createTestMachine({ TROUPE_REDIS_URL: address });
		ends.push(() => machine.remove());
		return (await machine.find(redisCheck)).map(({ state, text, fix }) => [state, text, fix ?? ''].join(' ').trim());
	};
	const full = ['--maxmemory', '100kb', '--maxmemory-policy', 'noeviction'];
	const userWith = (rights: string) => ['--user', ...`troupe on >secret ${rights}`.split(' ')];

	test('as it should be', async () => {
		const { url } = await start();
		const { count, faults } = await open(url);
		expect([await count(), await count(), faults]).toEqual([1, 2, []]);
		expect(await examine(url)).toEqual([expect.stringMatching(/^ok Redis answers in \d+ ms, counts requests and carries wake-ups\.$/)]);
		const redis = new Redis(url);
		expect(await redis.keys('*')).toEqual(['troupe:rate:caller']);
		redis.disconnect();
	});

	test('that is not there at the start is used once it is', async () => {
		const { port, url, stop } = await start();
		await stop();
		const { count, counts, faults } = await open(url);
		expect([await count(), faults[0], counts.fault]).toEqual([
			'alone',
			expect.stringMatching(/^STORAGE_UNREACHABLE Redis at 127\.0\.0\.1:\d+ does not count requests: .*ECONNREFUSED/),
			expect.anything(),
		]);
		expect(await examine(url)).toEqual([expect.stringMatching(/^fail Redis at .* cannot be used: .*Check that the Redis runs/)]);
		await start({ port });
		await waitUntil('the count', async () => (await count()) !== 'alone', { everyMs: 100 });
		expect(counts.fault).toBeUndefined();
	});

	test.each([
		['that wants a password', ['--requirepass', 'right'], 'redis://', /^STORAGE_UNREADABLE .*NOAUTH.*Check user and password/],
		['with another password', ['--requirepass', 'right'], 'redis://:wrong@', /^STORAGE_UNREADABLE .*WRONGPASS.*Check user and password/],
		[
			'that allows too little',
			userWith('+@connection ~troupe:* &troupe:*'),
			'redis://troupe:secret@',
			/^STORAGE_UNREADABLE .*NOPERM.*ACL SETUSER/,
		],
	])('%s is told, without the password', async (_what, settings, login, expected) => {
		const { port } = await start({ settings });
		const address = `${login}127.0.0.1:${port}`;
		const { count, faults } = await open(address);
		expect(await count()).toBe('alone');
		expect(faults.join('\n')).toMatch(new RegExp(expected.source, 'm'));
		const found = await examine(address);
		expect(found).toEqual([expect.stringMatching(/^fail /)]);
		expect(faults.join() + found.join()).not.toMatch(/secret|wrong@|:wrong/);
	});

	test('with a user that has the rights of the fix', async () => {
		const { port } = await start({ settings: userWith(troupeRights) });
		const address = `redis://troupe:secret@127.0.0.1:${port}/2`;
		const { count, faults } = await open(address);
		expect([await count(), faults]).toEqual([1, []]);
		expect(await examine(address)).toEqual([expect.stringMatching(/^ok /)]);
	});

	test('that is full counts no more', async () => {
		const { url } = await start({ settings: full });
		const { count, faults } = await open(url);
		expect([await count(), faults.at(-1)]).toEqual(['alone', expect.stringMatching(/^STORAGE_FULL .*OOM.*maxmemory/)]);
		expect(await examine(url)).toEqual([expect.stringMatching(/^warn Redis is full/)]);
	});

	test('that answers after ten seconds holds up one request in a second, by 100 ms', async () => {
		const server = await start();
		const { count, faults } = await open(server.url);
		expect(await count()).toBe(1);
		server.signal('SIGSTOP');
		expect(await count()).toBe('alone');
		const before = faults.length;
		for (let request = 0; request < 1_000; request++) await count();
		expect(faults.length - before).toBeLessThanOrEqual(2);
		server.signal('SIGCONT');
		await waitUntil('the count', async () => (await count()) !== 'alone', { everyMs: 100 });
	});

	describe('with TLS', () => {
		let folder: string;
		beforeAll(() => {
			folder = mkdtempSync(join(tmpdir(), 'troupe-redis-tls-'));
			const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', join(folder, 'key.pem')];
			const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
			expect(spawnSync('openssl', ['req', '-x509', ...key, '-out', join(folder, 'cert.pem'), ...subject]).status).toBe(0);
		});
		afterAll(() => rmSync(folder, { recursive: true, force: true }));
		const tls = () => {
			const [cert, key] = ['cert.pem', 'key.pem'].map((name) => join(folder, name));
			return ['--tls-cert-file', cert!, '--tls-key-file', key!, '--tls-ca-cert-file', cert!, '--tls-auth-clients', 'no'];
		};

		test('is refused while its certificate is not trusted', async () => {
			const { url } = await start({ tls: true, settings: tls() });
			const { count, faults } = await open(url);
			expect([await count(), faults[0]]).toEqual(['alone', expect.stringMatching(/^STORAGE_UNREACHABLE .*NODE_EXTRA_CA_CERTS/)]);
			expect(await examine(url)).toEqual([expect.stringMatching(/^fail .*NODE_EXTRA_CA_CERTS/)]);
		});

		test('is used with rediss:// and an authority that Node trusts', async () => {
			const { url } = await start({ tls: true, settings: tls() });
			const program = `
				const { Redis } = require('ioredis');
				const redis = new Redis(${JSON.stringify(url)});
				redis.ping().then((answer) => { console.log(answer); process.exit(); });`;
			const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') };
			expect(spawnSync(process.execPath, ['-e', program], { env, timeout: 20_000, encoding: 'utf8' }).stdout).toBe('PONG\n');
		});

		test('is named where the address has no TLS', async () => {
			const { port } = await start({ tls: true, settings: tls() });
			const { count } = await open(`redis://127.0.0.1:${port}`);
			expect(await count()).toBe('alone');
			expect(await examine(`redis://127.0.0.1:${port}`)).toEqual([expect.stringMatching(/^fail /)]);
		});
	});
});
