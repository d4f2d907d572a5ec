import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiKeyStore } from '../../../core/ports/access/api-keys';
import { openApiKeyStore } from '../../../providers/state/api-key-store';
import { roles } from '../scopes';
import { ApiKeys, keyPattern, type KeyRequest } from './api-keys';
import { KeyAccess } from './key-access';
import { until } from '../../../test/support/wait-until';
import { slowTest } from '../../../test/support/slow-tests';
import { openTestAuditKeys } from '../../../test/support/audit-keys';

const operator = { subject: 'user:ada' };
const dayMs = 86_400_000;
let folder: string;
let store: ApiKeyStore;
let keys: ApiKeys;
let access: KeyAccess;
let now: number;
const faults: unknown[] = [];

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-keys-'));
	store = openApiKeyStore(join(folder, 'state.db'), openTestAuditKeys);
	now = Date.UTC(2026, 10, 22);
	keys = new ApiKeys(store, () => now);
	access = new KeyAccess({ store, now: () => now, reportFault: (error) => faults.push(error) });
});
afterEach(async () => {
	await store.close();
	rmSync(folder, { recursive: true, force: true });
	expect(faults).toEqual([]);
});

const create = (request: Partial<KeyRequest> = {}) => keys.create({ tenant: 'default', name: 'ci', role: 'viewer', ...request }, operator);
const denied = (reason: string) => ({ code: 'ACCESS_DENIED', details: expect.objectContaining({ reason }) as object });

test('a key is random, recognizable, and stored as its hash only', async () => {
	const [{ secret, key }, other] = [await create(), await create()];
	expect(secret).toMatch(keyPattern);
	expect(Buffer.from(secret.slice(4), 'base64url')).toHaveLength(32);
	expect(other.secret).not.toBe(secret);
	expect(key.id).toBe(secret.slice(0, 12));
	await store.close();
	for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes(secret.slice(12))).toBe(false);
});

test('a manager for all agents makes keys for one, and a manager for one none for all', async () => {
	const manager = (...scopes: string[]) => ({ subject: 'key:m', scopes: new Set(scopes) });
	const ask = (scopes: string[], by: ReturnType<typeof manager>) => keys.create({ tenant: 'default', name: 'k', scopes }, by);
	await expect(ask(['agent:run:support'], manager('agent:run'))).resolves.toMatchObject({ key: { scopes: ['agent:run:support'] } });
	await expect(ask(['agent:run:support'], manager('agent:run:support'))).resolves.toMatchObject({
		key: { scopes: ['agent:run:support'] },
	});
	await expect(ask(['agent:run'], manager('agent:run:support'))).rejects.toMatchObject(denied('scope'));
	await expect(ask(['agent:run:sales'], manager('agent:run:support'))).rejects.toMatchObject(denied('scope'));
	await expect(create({ scopes: ['agent:run:*'] })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		fix: expect.stringContaining('agent:run:ID') as string,
	});
});

test('grants the scopes of its role and its own, in its tenant', async () => {
	const { secret, key } = await create({ tenant: 'acme', scopes: ['process:work'], rate: 30 });
	expect(await access.grantAccess(secret, '192.0.2.1')).toEqual({
		id: key.id,
		issuedAt: now / 1000,
		caller: { tenant: 'acme', subject: `key:${key.id}` },
		asker: [`person:key:${key.id}`, 'claim:role=viewer'],
		scopes: new Set([...roles.viewer, 'process:work']),
		expiresAt: now + 90 * dayMs,
		rate: 30,
		countedWith: key.id,
		root: key.id,
		keyLimits: { allowFrom: [], rate: 30, expiresAt: now + 90 * dayMs },
	});
});

test('refuses what is not a key, and other keys', async () => {
	const { secret } = await create();
	for (const token of ['trp_', `${secret}x`, `trp_${'a'.repeat(43)}`, secret.toUpperCase(), secret.slice(4), ''])
		await expect(access.grantAccess(token, '127.0.0.1')).rejects.toMatchObject(denied('invalid'));
});

slowTest('ends with its time, or with its revocation, in every process at once', async () => {
	const [short, lasting] = [await create({ days: 1 }), await create({ days: null })];
	const elsewhere = openApiKeyStore(join(folder, 'state.db'), openTestAuditKeys);
	const other = new KeyAccess({ store: elsewhere, now: () => now, reportFault: (error) => faults.push(error) });
	for (const { secret } of [short, lasting]) await other.grantAccess(secret, '');
	now += dayMs;
	await expect(other.grantAccess(short.secret, '')).rejects.toMatchObject({
		...denied('invalid'),
		message: expect.stringContaining('expired') as string,
	});
	now += 3_000 * dayMs;
	await other.grantAccess(lasting.secret, '');
	expect(await keys.revoke('default', lasting.key.id, operator, 'laptop lost')).toMatchObject({ revoked: true, made: [] });
	await expect(other.grantAccess(lasting.secret, '')).rejects.toMatchObject(denied('revoked'));
	expect(await keys.revoke('default', lasting.key.id, operator)).toMatchObject({ revoked: false });
	await elsewhere.close();
});

test('is used from its addresses only', async () => {
	const { secret } = await create({ allowFrom: ['10.0.0.0/8', '2001:db8::1'] });
	for (const address of ['10.9.8.7', '::ffff:10.9.8.7', '2001:db8::1']) await access.grantAccess(secret, address);
	for (const address of ['11.0.0.1', '2001:db8::2', ''])
		await expect(access.grantAccess(secret, address)).rejects.toMatchObject(denied('address'));
});

test('both keys of a rotation work until the overlap ends', async () => {
	const { secret, key } = await create({ days: 10, allowFrom: ['127.0.0.1'] });
	now += 5 * dayMs;
	const next = await keys.rotate('default', key.id, 24, operator);
	expect(next.key).toMatchObject({ name: 'ci', role: 'viewer', allowFrom: ['127.0.0.1'], expiresAt: now + 10 * dayMs });
	for (const one of [secret, next.secret]) await access.grantAccess(one, '127.0.0.1');
	now += dayMs;
	await expect(access.grantAccess(secret, '127.0.0.1')).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
	await access.grantAccess(next.secret, '127.0.0.1');
	await expect(keys.rotate('default', key.id, 24, operator)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
	const { key: late } = await create({ days: 1 });
	await keys.rotate('default', late.id, 72, operator);
	expect((await store.list('default')).find(({ id }) => id === late.id)!.expiresAt).toBe(now + dayMs);
	const at = await Promise.allSettled([1, 2, 3].map(() => keys.rotate('default', next.key.id, 0, operator)));
	expect(at.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
});

test('its last use is written at most once a minute, by however many processes', async () => {
	const { secret, key } = await create();
	const writes = jest.spyOn(store, 'noteUse');
	const lastUse = async () => (await store.list('default')).find(({ id }) => id === key.id)!.lastUsedAt;
	const first = now;
	for (let number = 0; number < 50; number++) await access.grantAccess(secret, '');
	const other = new KeyAccess({ store, now: () => now + 30_000, reportFault: (error) => faults.push(error) });
	await other.grantAccess(secret, '');
	expect(writes).toHaveBeenCalledTimes(2);
	await until(async () => (await lastUse()) === first);
	now += 60_000;
	await access.grantAccess(secret, '');
	await until(async () => (await lastUse()) === now);
	expect(writes).toHaveBeenCalledTimes(3);
});

test('nobody gains rights by way of a key, nor reaches another tenant', async () => {
	const admin = { subject: 'key:trp_admin', tenant: 'acme', scopes: new Set<string>(roles.admin) };
	const request = { tenant: 'acme', name: 'ci' };
	const { key } = await keys.create({ ...request, role: 'admin' }, admin);
	const owner = await keys.create({ ...request, role: 'owner' }, operator);
	await expect(keys.create({ ...request, role: 'owner' }, admin)).rejects.toMatchObject(denied('scope'));
	await expect(keys.create({ ...request, scopes: ['keys:tenants'] }, admin)).rejects.toMatchObject(denied('scope'));
	await expect(keys.rotate('acme', owner.key.id, 1, admin)).rejects.toMatchObject(denied('scope'));
	await expect(keys.revoke('acme', owner.key.id, admin)).rejects.toMatchObject(denied('scope'));
	const foreign = await create();
	await expect(keys.revoke('default', foreign.key.id, admin)).rejects.toMatchObject(denied('tenant'));
	await expect(keys.revoke('acme', foreign.key.id, admin)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
	await expect(keys.list('default', admin)).rejects.toMatchObject(denied('tenant'));
	await expect(keys.changes('default', 10, admin)).rejects.toMatchObject(denied('tenant'));
	expect(await keys.revoke('acme', key.id, admin)).toMatchObject({ revoked: true });
});

test('a key makes only keys within its own limits, and these where nothing is named', async () => {
	const terms = { tenant: 'acme', name: 'ci', role: 'viewer' };
	const strong = await create({ ...terms, role: 'admin' });
	const weak = await create({ ...terms, role: 'admin', days: 1, allowFrom: ['10.0.0.0/8', '2001:db8::1'], rate: 100 });
	const grant = await access.grantAccess(weak.secret, '10.0.0.1');
	const manager = { subject: 'key:weak', tenant: 'acme', scopes: grant.scopes, limits: grant.keyLimits };
	const made = await keys.create(terms, manager);
	expect(made.key).toMatchObject({ allowFrom: weak.key.allowFrom, rate: 100, expiresAt: now + dayMs });
	const narrow = { ...terms, days: 0.5, allowFrom: ['10.1.0.0/16', '2001:db8::1'], rate: 10 };
	expect((await keys.create(narrow, manager)).key).toMatchObject({ allowFrom: narrow.allowFrom, rate: 10, expiresAt: now + dayMs / 2 });
	const wider = [
		{ days: 2 },
		{ days: null },
		{ rate: 101 },
		{ allowFrom: ['10.0.0.0/7'] },
		{ allowFrom: ['192.0.2.1'] },
		{ allowFrom: [] },
	];
	for (const terms of wider) await expect(keys.create({ ...narrow, ...terms }, manager)).rejects.toMatchObject(denied('scope'));
	// A successor would live longer than the key that asks for it.
	for (const { key } of [strong, weak]) {
		now += 1;
		await expect(keys.rotate('acme', key.id, 1, manager)).rejects.toMatchObject(denied('scope'));
	}
	const list = await keys.list('acme', operator);
	expect(list).toHaveLength(4);
});

test('each change is in the history of its tenant, without secrets', async () => {
	const { secret, key } = await create();
	const next = await keys.rotate('default', key.id, 1, operator);
	await keys.revoke('default', next.key.id, { subject: 'key:trp_other' }, 'not needed');
	await create({ tenant: 'acme' });
	const { items: changes } = await keys.changes('default', 10, operator);
	expect(changes.map(({ actor, action, key: id }) => [actor, action, id])).toEqual([
		['key:trp_other', 'api_key.revoked', next.key.id],
		['user:ada', 'api_key.rotated', key.id],
		['user:ada', 'api_key.created', key.id],
	]);
	expect(changes[0]!.details).toEqual({ reason: 'not needed' });
	for (const one of [secret, next.secret]) expect(JSON.stringify(changes)).not.toContain(one.slice(12));
});

test.each<[Partial<KeyRequest>, RegExp]>([
	[{ tenant: '*' }, /not a valid tenant: "\*"/],
	[{ name: 'a\nb' }, /name/],
	[{ role: 'boss' }, /role "boss"/],
	[{ role: 'toString' }, /role "toString"/],
	[{ scopes: ['all'] }, /scope "all"/],
	[{ role: undefined }, /neither a role nor a scope/],
	[{ allowFrom: ['10.0.0.0/99'] }, /10\.0\.0\.0\/99/],
	[{ rate: 0 }, /rate 0/],
	[{ days: 0 }, /0 days/],
	[{ days: 1e-300 }, /1e-300 days/],
	[{ days: 5_000 }, /5000 days/],
])('refuses %j', async (request, why) => {
	await expect(create(request)).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringMatching(why) as string });
});

test('ends at a whole millisecond, whatever part of a day or an hour is asked for', async () => {
	const { key } = await create({ days: 0.333333 });
	expect(Number.isInteger(key.expiresAt)).toBe(true);
	const next = await keys.rotate('default', key.id, 0.333333, { subject: 'user:ana' });
	expect((await store.list('default')).map(({ expiresAt }) => Number.isInteger(expiresAt))).toEqual([true, true]);
	expect(Number.isInteger(next.key.expiresAt)).toBe(true);
});

slowTest('has a max number of keys, of which those that ended long ago do not count', async () => {
	const { key } = await create({ days: 1 });
	for (let number = 1; number < 1_000; number++) await store.add({ ...key, id: `trp_${number}` }, `hash ${number}`);
	await expect(create()).rejects.toMatchObject({ code: 'STATE_CONFLICT', message: expect.stringContaining('1000') as string });
	now += 92 * dayMs;
	await create();
	expect(await store.list('default')).toHaveLength(1);
});

describe('keys that a key made', () => {
	const manage = { subject: '', scopes: new Set([...roles.admin, 'keys:tenants']) };
	const by = (key: { id: string; rate: number | null }) => ({
		...manage,
		subject: `key:${key.id}`,
		limits: { allowFrom: [], rate: key.rate, expiresAt: null },
	});
	const make = (manager: Parameters<ApiKeys['create']>[1], more: Partial<KeyRequest> = {}) =>
		keys.create({ tenant: 'default', name: 'made', role: 'admin', days: null, ...more }, manager);
	const counted = async (secret: string) => (await access.grantAccess(secret, '')).countedWith;

	test('end when it is revoked, and those that they made, in every tenant (hashicorp/vault#1526)', async () => {
		const maker = await make(operator);
		const child = await make(by(maker.key));
		const other = await make(by(maker.key), { tenant: 'acme' });
		const grandchild = await make(by(child.key));
		const successor = await keys.rotate('default', child.key.id, 24, by(child.key));
		const kept = await make(operator);
		const ended = [child, other, grandchild, successor];
		const answer = await keys.revoke('default', maker.key.id, operator, 'stolen');
		expect(answer).toMatchObject({ id: maker.key.id, revoked: true });
		expect(answer.made.sort()).toEqual(ended.map(({ key }) => key.id).sort());
		for (const { secret } of ended) await expect(access.grantAccess(secret, '')).rejects.toMatchObject(denied('revoked'));
		expect(await access.grantAccess(kept.secret, '')).toMatchObject({ id: kept.key.id });
		expect((await keys.list('acme', operator)).map(({ revokedBy }) => revokedBy)).toEqual(['user:ada']);
		expect((await keys.changes('acme', 10, operator)).items[0]).toMatchObject({
			action: 'api_key.revoked',
			details: { reason: 'stolen', with: maker.key.id },
		});
	});

	test('do not work if they were made while it was revoked (langwatch/langwatch#7960)', async () => {
		const maker = await make(operator);
		await keys.revoke('default', maker.key.id, operator);
		const late = await make(by(maker.key));
		await expect(access.grantAccess(late.secret, '')).rejects.toMatchObject(denied('revoked'));
		expect(await keys.revoke('default', maker.key.id, operator)).toEqual({ id: maker.key.id, revoked: false, made: [late.key.id] });
	});

	test('share its requests per minute (pollinations/pollinations#11637)', async () => {
		const maker = await make(operator, { rate: 50 });
		const child = await make(by(maker.key), { rate: 20 });
		const grandchild = await make(by(child.key));
		for (const { secret } of [maker, child, grandchild]) expect(await counted(secret)).toBe(maker.key.id);
		expect((await access.grantAccess(grandchild.secret, '')).rate).toBe(20);
		const free = await make(operator);
		const limited = await make(by(free.key), { rate: 20 });
		expect(await counted(free.secret)).toBeUndefined();
		expect(await access.grantAccess(limited.secret, '')).toMatchObject({ root: free.key.id, countedWith: limited.key.id });
		expect(await access.grantAccess(free.secret, '')).toMatchObject({ root: free.key.id });
	});
});
