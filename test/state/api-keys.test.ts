import { setImmediate } from 'node:timers/promises';
import { ApiKeys } from '../../service/access/keys/api-keys';
import { KeyAccess } from '../../service/access/keys/key-access';
import { openApiKeyStore } from '../../providers/state/api-key-store';
import { onBoth, type Databases } from '../support/servers/databases';
import { until } from '../support/wait-until';
import { openTestAuditKeys } from '../support/audit-keys';

const operator = { subject: 'user:ada' };

onBoth('API keys', (open) => {
	let databases: Databases;
	const closers: Array<() => Promise<void>> = [];
	beforeAll(async () => {
		databases = await open();
	});
	afterEach(() => Promise.all(closers.splice(0).map((close) => close())));
	afterAll(() => databases.remove());

	/** Two machines on one state. */
	async function machines() {
		const place = await databases.create();
		return [place, place].map((one) => {
			const store = openApiKeyStore(one, openTestAuditKeys);
			closers.push(() => store.close());
			const reportFault = (error: unknown) => {
				throw error;
			};
			return { store, keys: new ApiKeys(store), access: new KeyAccess({ store, reportFault }) };
		}) as [Machine, Machine];
	}
	type Machine = { store: ReturnType<typeof openApiKeyStore>; keys: ApiKeys; access: KeyAccess };

	it('are known to every machine at once, with their terms, and end in all of them with their revocation', async () => {
		const [here, there] = await machines();
		const terms = { tenant: 'acme', name: 'ci', role: 'editor', scopes: ['state:backup'], allowFrom: ['10.0.0.0/8'], rate: 9, days: 1 };
		const { secret, key } = await here.keys.create(terms, operator);
		const granted = await there.access.grantAccess(secret, '10.0.0.1');
		expect(granted).toMatchObject({ caller: { tenant: 'acme' }, rate: 9, expiresAt: key.expiresAt });
		// The use is stored after the answer.
		const listed = await until(async () => (await there.keys.list('acme', operator)).filter(({ lastUsedAt }) => lastUsedAt !== null)[0]);
		expect(listed).toEqual({ ...key, lastUsedAt: expect.any(Number) as number });
		await here.keys.revoke('acme', key.id, operator);
		await expect(there.access.grantAccess(secret, '10.0.0.1')).rejects.toMatchObject({ details: { reason: 'revoked' } });
	});

	it('no request that begins after a revocation gets in, while many are made', async () => {
		const [here, there] = await machines();
		const { secret, key } = await here.keys.create({ tenant: 'default', name: 'ci', role: 'viewer' }, operator);
		let isRevoked = false;
		let late = 0;
		let refused = 0;
		const call = async () => {
			const began = isRevoked;
			const isIn = await there.access.grantAccess(secret, '').then(
				() => true,
				() => false,
			);
			if (began && isIn) late++;
			if (!isIn) refused++;
		};
		const callers = Array.from({ length: 20 }, async () => {
			while (refused < 200) {
				await call();
				await setImmediate(); // SQLite answers without leaving this process
			}
		});
		await new Promise((resolve) => setTimeout(resolve, 100));
		await here.keys.revoke('default', key.id, operator);
		isRevoked = true;
		await Promise.all(callers);
		expect(late).toBe(0);
	});

	it('are known with those that made them or that they replaced, and end in their name with what they began', async () => {
		const [here, there] = await machines();
		const made = async (subject: string) => (await here.keys.create({ tenant: 'default', name: 'ci', role: 'viewer' }, { subject })).key.id;
		const [first, other] = [await made('oidc:ana'), await made('user:ada')];
		const second = await made(`key:${first}`);
		const { key: third } = await here.keys.rotate('default', second, 0, operator);
		expect((await there.store.listKin(third.id)).toSorted()).toEqual(
			[`key:${first}`, `key:${second}`, `key:${third.id}`, 'oidc:ana'].toSorted(),
		);
		expect(await there.store.listKin(other)).toEqual([`key:${other}`]);
		expect(await there.store.listKin('trp_unknown0')).toEqual([]);
		const ended = async () => (await there.store.listRevoked(Date.now())).map(({ id }) => id).toSorted();
		expect(await ended()).toEqual([]);
		await here.keys.revoke('default', third.id, operator);
		expect(await ended()).toEqual([second, third.id].toSorted());
	});

	it('are rotated once, however many machines try', async () => {
		const [here, there] = await machines();
		const { key } = await here.keys.create({ tenant: 'default', name: 'ci', role: 'viewer' }, operator);
		const tries = await Promise.allSettled([here, there, here, there].map(({ keys }) => keys.rotate('default', key.id, 1, operator)));
		expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect((await there.keys.list('default', operator)).map(({ replacedBy }) => replacedBy !== null).sort()).toEqual([false, true]);
		expect((await there.keys.changes('default', 10, operator)).items.map(({ action }) => action)).toEqual([
			'api_key.rotated',
			'api_key.created',
		]);
	});

	it('of one tenant are not seen by another', async () => {
		const [here] = await machines();
		const { key } = await here.keys.create({ tenant: 'acme', name: 'ci', role: 'owner' }, operator);
		const foreign = { subject: 'key:trp_globex', tenant: 'globex' };
		expect(await here.store.list('globex')).toEqual([]);
		expect(await here.store.changes('globex', 10)).toEqual({ items: [] });
		await expect(here.store.revoke('globex', key.id, { actor: 'x', at: 1 })).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
		await expect(here.keys.revoke('acme', key.id, foreign)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
		expect((await here.store.list('acme'))[0]!.revokedAt).toBeNull();
	});
});
