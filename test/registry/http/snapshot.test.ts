import type { Caller } from '../../../manifests/registry/registry-api';
import { scriptedServices, sha256, summary } from './scripted-service';

const open = scriptedServices();

describe('the snapshot', () => {
	const snapshot = async (_caller: Caller, etag?: string) => (etag === '7' ? null : { token: 'a.b.c', etag: '7' });

	test('is answered once, and then by its etag only', async () => {
		const { call } = await open({ snapshot });
		const first = await call('/tenants/acme/snapshot');
		expect([first.status, first.headers.get('etag'), first.headers.get('cache-control'), first.headers.get('content-type')]).toEqual([
			200,
			'"7"',
			'private, no-cache',
			'application/jwt',
		]);
		expect(await first.text()).toBe('a.b.c');
		for (const known of ['"7"', 'W/"7"', '"6", "7"', '*'])
			expect((await call('/tenants/acme/snapshot', { headers: { 'if-none-match': known } })).status).toBe(304);
		expect((await call('/tenants/acme/snapshot', { headers: { 'if-none-match': '"6"' } })).status).toBe(200);
	});

	test('asks the registry once for all that poll at the same time', async () => {
		const { call, calls } = await open({ snapshot });
		const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await call('/tenants/acme/snapshot')).status));
		expect(new Set(statuses)).toEqual(new Set([200]));
		expect(calls.length).toBeLessThan(20);
	});

	test('is the new one at once after a change in this process', async () => {
		let edition = 1;
		const { call } = await open({
			snapshot: async (_caller, etag) => (etag === String(edition) ? null : { token: `t.${edition}.s`, etag: String(edition) }),
			revoke: async () => ((edition += 1), summary),
		});
		expect(await (await call('/tenants/acme/snapshot')).text()).toBe('t.1.s');
		await call(`/manifests/${sha256}/revoke`, { method: 'POST' });
		expect(await (await call('/tenants/acme/snapshot', { headers: { 'if-none-match': '"1"' } })).text()).toBe('t.2.s');
	});

	test('of another tenant is refused, whether there is one or not', async () => {
		const { call, calls } = await open({ snapshot });
		const answer = await call('/tenants/other/snapshot');
		expect([answer.status, ((await answer.json()) as { details: unknown }).details]).toEqual([403, { reason: 'tenant' }]);
		expect(calls).toEqual([]);
	});
});
