import { runTroupe } from '../../../cli/program';
import { testTerminal } from '../../support/test-terminal';
import { findRedis, startRedis } from '../../support/servers/redis-server';
import { TestService } from './test-service';

const redis = findRedis();
const service = new TestService();
const { serve } = service;

const onRedis = redis ? describe : describe.skip;

onRedis(`limits counted in Redis${redis ? '' : ' (skipped: there is no redis-server on this machine)'}`, () => {
	const stops: Array<() => Promise<void>> = [];
	afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

	test('hold for several processes together, and go on alone without Redis', async () => {
		const server = await startRedis(redis!);
		stops.push(() => server.stop());
		const environment = { TROUPE_REDIS_URL: `redis://127.0.0.1:${server.port}` };
		const terminal = testTerminal({ TROUPE_HOME: service.home });
		await runTroupe(['key', 'create', 'ci', '--role', 'viewer', '--rate', '6'], terminal);
		const headers = { authorization: `Bearer ${terminal.printed[0]}` };
		const options = { worker: false, engine: false } as const;
		const [one, two] = [await serve(options, environment), await serve(options, environment)];
		const ask = async ({ url }: { url: string }) => (await fetch(`${url}/metrics`, { headers })).status;
		const statuses = [];
		for (let number = 0; number < 4; number++) statuses.push(await ask(one), await ask(two));
		expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);

		await server.stop();
		const alone = [];
		for (let number = 0; number < 7; number++) alone.push(await ask(one));
		expect(alone).toEqual([200, 200, 200, 200, 200, 200, 429]);
		expect(await ask(two)).toBe(200);
		expect(one.terminal.noted.filter((line) => line.includes('counted by this process alone'))).toHaveLength(1);
		await one.stop();
		await two.stop();
	});
});

test('refuses an address that is not one of a Redis, without repeating it', async () => {
	await expect(serve({}, { TROUPE_REDIS_URL: 'http://user:secret@host' })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.not.stringContaining('secret') as string,
	});
});
