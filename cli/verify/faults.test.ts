/** Faults that are put into an installation on purpose: each has to be found. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPackageFolder } from '../../core/base/package-folder';
import { openTenantStore } from '../../providers/state/tenant-store';
import { startFakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../../sandbox/fakes/open-gate';
import { openAccess } from '../../service/access/open-access';
import { attacks } from './attacks';
import { Range } from './range/range';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-faults-'));
	chmodSync(home, 0o700);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function play(id: string, settings: Record<string, string> = {}): Promise<string> {
	const environment = { PATH: process.env.PATH, HOME: home, TROUPE_HOME: home, ...settings };
	const range = await Range.open({ environment, home, packageFolder: findPackageFolder(), tenant: 'default' }, openGate());
	try {
		return (await attacks.find((attack) => attack.id === id)!.play(range)).state;
	} finally {
		await range.close();
	}
}

test.each([
	['silence approves', 'ASI09.05', { TROUPE_APPROVALS: 'silence=approve' }],
	['callers approve their own requests', 'ASI09.08', { TROUPE_APPROVALS: 'own=allow' }],
	['hidden characters are let through', 'ASI01.15', { TROUPE_STANDARD_WITHOUT: 'hidden-characters' }],
	['private networks are open to tools', 'ASI02.14', { TROUPE_ALLOW_PRIVATE_NETWORKS: 'true' }],
	['the token is short', 'ASI03.36', { TROUPE_API_TOKEN: 'short' }],
	['jobs run unlisted agents', 'ASI04.16', { TROUPE_UNLISTED_AGENTS: 'allow' }],
	[
		'the registry is not encrypted',
		'ASI04.18',
		{ TROUPE_REGISTRY_URL: 'http://registry.example', TROUPE_REGISTRY_INSECURE: 'allow', TROUPE_INSTANCE: 'x' },
	],
])('%s', async (_fault, id, settings) => {
	expect(await play(id)).not.toBe('open');
	expect(await play(id, settings)).toBe('open');
});

test('programs start outside of the sandbox', async () => {
	const list = join(home, 'programs.json');
	const write = (more: object) =>
		writeFileSync(list, JSON.stringify({ programs: [{ command: '/bin/sh', sha256: { '/bin/sh': 'a'.repeat(64) }, ...more }] }));
	expect(await play('ASI04.17', { TROUPE_ALLOW_PROGRAMS: 'true' })).toBe('held');
	write({});
	expect(await play('ASI04.17', { TROUPE_ALLOW_PROGRAMS: list })).toBe('held');
	write({ sandbox: false });
	expect(await play('ASI04.17', { TROUPE_ALLOW_PROGRAMS: list })).toBe('open');
});

test('a call after a result is asked about where the operator says so', async () => {
	expect(await play('ASI01.17', { TROUPE_APPROVALS: 'results=ask' })).toBe('held');
});

test.each([
	['the state folder is readable by others', 'ASI03.32', '.', 0o755],
	['the key of the vault is readable by others', 'ASI03.34', 'vault.key', 0o644],
	['the token is readable by others', 'ASI03.33', 'api-token', 0o604],
])('%s', async (_fault, id, name, mode) => {
	if (name !== '.') writeFileSync(join(home, name), 'x', { mode: 0o600 });
	expect(await play(id)).toBe('held');
	chmodSync(join(home, name), mode);
	expect(await play(id)).toBe('open');
});

test('a key has no end', async () => {
	const opened = await openAccess({ home, environment: {}, token: 'x', log: () => undefined });
	await opened.keys.create({ tenant: 'default', name: 'ends', role: 'viewer' }, { subject: 'the test' });
	expect(await play('ASI03.37')).toBe('held');
	await opened.keys.create({ tenant: 'default', name: 'lasts', role: 'viewer', days: null }, { subject: 'the test' });
	await opened.close();
	expect(await play('ASI03.37')).toBe('open');
});

test('the running service answers foreign names and strangers', async () => {
	const server = await startFakeServer(() => ({ status: 200, body: 'ok' }));
	writeFileSync(join(home, 'service-address'), server.url);
	expect([await play('ASI03.12'), await play('ASI03.01')]).toEqual(['open', 'open']);
	await server.close();
	expect(await play('ASI03.12')).toBe('held');
});

test('n8n runs without the hook', async () => {
	mkdirSync(join(home, '.n8n'));
	expect(await play('ASI04.19', { N8N_USER_FOLDER: home })).toBe('open');
});

test('a guardrail that the tenant demands is switched off', async () => {
	mkdirSync(join(home, 'policies'));
	const check = { check: 'pattern', patterns: ['BLUE-HERON-[0-9]+'], are: 'forbidden', stages: ['output'], action: 'block' };
	writeFileSync(join(home, 'policies', 'no-notes.json'), JSON.stringify({ id: 'no-notes', checks: [check] }));
	const store = openTenantStore(join(home, 'state.db'));
	const rules = (policies: string[]) => store.set({ name: 'default', rules: { policies }, changedAt: 1, changedBy: 'the test' });
	await rules(['no-notes']);
	const bare = { TROUPE_STANDARD_WITHOUT: 'injection prompt-leak' };
	expect(await play('ASI01.13', bare)).toBe('held');
	await rules([]);
	await store.close();
	expect(await play('ASI01.13', bare)).toBe('open');
});
