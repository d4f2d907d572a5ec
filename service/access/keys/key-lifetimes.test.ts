import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApiKeyStore } from '../../../providers/state/api-key-store';
import { ApiKeys, type KeyRequest } from './api-keys';
import { readKeyLifetimes } from './key-lifetimes';
import { openTestAuditKeys } from '../../../test/support/audit-keys';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 10, 22);
const folder = mkdtempSync(join(tmpdir(), 'troupe-lifetimes-'));
const store = openApiKeyStore(join(folder, 'state.db'), openTestAuditKeys);
afterAll(async () => {
	await store.close();
	rmSync(folder, { recursive: true });
});
const operator = { subject: 'user:ana' };
const open = (TROUPE_KEY_MAX_DAYS?: string) => new ApiKeys(store, () => now, readKeyLifetimes({ TROUPE_KEY_MAX_DAYS }));
const create = async (limit: string, request: Partial<KeyRequest>) =>
	((await open(limit).create({ tenant: 'default', name: 'ci', ...request }, operator)).key.expiresAt! - now) / dayMs;

test.each<[what: string, limit: string, request: Partial<KeyRequest>, days: number]>([
	['a key without a time', '30', { role: 'viewer' }, 30],
	['a privileged key without a time', '30,privileged=0.5', { role: 'admin' }, 0.5],
	['a key for which only others have a limit', 'privileged=0.5', { role: 'editor', scopes: ['agent:run:support'] }, 90],
	['a key whose limit is a fraction of a millisecond', '0.333333', { role: 'viewer' }, 0.333333],
	['a key with a shorter time', '30,privileged=0.5', { role: 'admin', days: 0.01 }, 0.01],
])('%s ends in time', async (_what, limit, request, days) => expect(await create(limit, request)).toBeCloseTo(days));

test('a limit below a minute is refused', () => expect(() => open('0.000001')).toThrow('TROUPE_KEY_MAX_DAYS contains'));

test.each<[what: string, limit: string, request: Partial<KeyRequest>]>([
	['has no end', '30', { role: 'viewer', days: null }],
	['is longer', '30', { role: 'viewer', days: 31 }],
	['may decide by a scope alone', 'privileged=0.5', { scopes: ['agent:decide'], days: 1 }],
	['may see other tenants', 'privileged=0.5', { role: 'viewer', scopes: ['process:tenants'], days: null }],
])('a key that %s is refused', async (_what, limit, request) =>
	expect(create(limit, request)).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringContaining('A key with these rights cannot be valid') as string,
		fix: expect.stringContaining('TROUPE_KEY_MAX_DAYS') as string,
	}),
);

test('a successor lives no longer, although the key from before the limit does', async () => {
	const { key } = await open().create({ tenant: 'default', name: 'old', role: 'admin', days: null }, operator);
	const next = await open('privileged=1').rotate('default', key.id, 1, operator);
	expect(next.key.expiresAt).toBe(now + dayMs);
	const other = await open().rotate('default', next.key.id, 1, operator);
	expect(other.key.expiresAt).toBe(now + dayMs);
});

test.each(['0', '-1', 'ninety', 'owner=1', 'privileged=', '90 days', '90,privileged=0'])('the limit %j is refused', (limit) =>
	expect(() => readKeyLifetimes({ TROUPE_KEY_MAX_DAYS: limit })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' })),
);
