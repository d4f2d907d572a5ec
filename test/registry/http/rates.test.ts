import { scriptedServices } from './scripted-service';

const open = scriptedServices();

describe('rates', () => {
	test('are told of in headers, and bounded for each caller', async () => {
		const { call } = await open({ rollouts: async () => [] }, { rateLimits: { calls: 2 } });
		const answers = [await call('/rollouts'), await call('/rollouts'), await call('/rollouts')];
		expect(answers.map(({ status, headers }) => [status, headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')])).toEqual([
			[200, '2', '1'],
			[200, '2', '0'],
			[429, '2', '0'],
		]);
		expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(await answers[2]?.json()).toMatchObject({ code: 'RATE_LIMITED', status: 429 });
	});

	test('of the snapshot are counted for themselves', async () => {
		const { call } = await open(
			{ snapshot: async () => ({ token: 'a.b.c', etag: '1' }), rollouts: async () => [] },
			{ rateLimits: { calls: 1, snapshots: 3 } },
		);
		await call('/rollouts');
		expect((await call('/rollouts')).status).toBe(429);
		for (const status of [200, 200, 200, 429]) expect((await call('/tenants/acme/snapshot')).status).toBe(status);
	});

	test('of failed authentication are counted by address, and hold nobody back who has a token', async () => {
		const { call } = await open({ rollouts: async () => [] }, { rateLimits: { failures: 2 } });
		for (const status of [401, 401, 429, 429]) expect((await call('/rollouts', { token: 'forged' })).status).toBe(status);
		expect((await call('/rollouts')).status).toBe(200);
	});
});
