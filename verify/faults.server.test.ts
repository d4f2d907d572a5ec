/** Faults that are put into an installation on purpose: each has to be found. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createKeys } from '../manifests/keys/create-keys';
import { openSwitches } from '../providers/compose/state/host-switches';
import { openTenantStore } from '../providers/state/tenant-store';
import { startFakeServer } from '../sandbox/fakes/fake-server';
import { openAccess } from '../service/access/open-access';
import { openTestRange } from '../test/support/open-test-range';
import { attacks } from './attacks';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-faults-'));
	chmodSync(home, 0o700);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function play(id: string, settings: Record<string, string> = {}): Promise<string> {
	const range = await openTestRange(home, { HOME: home, ...settings });
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
	['settings replace the models of published agents', 'ASI04.91', { TROUPE_REPLACED_MODELS: 'allow' }],
	['jobs run unlisted agents', 'ASI04.16', { TROUPE_UNLISTED_AGENTS: 'allow' }],
	[
		'the registry is not encrypted',
		'ASI04.18',
		{ TROUPE_REGISTRY_URL: 'http://registry.example', TROUPE_REGISTRY_INSECURE: 'allow', TROUPE_INSTANCE: 'x' },
	],
])('%s', async (_fault, id, settings) => {
	expect(await play(id)).toBe('held');
	expect(await play(id, settings)).toBe('open');
});

test('somebody wrote the database of the installation', async () => {
	const switches = (await openSwitches({ stateFolder: home }))!;
	await switches.turnOff({ tenant: 'default', target: 'all', reason: 'wrong prices', changedBy: 'user:ana' });
	const before = readdirSync(home);
	expect(await play('ASI10.18')).toBe('held');
	expect(readdirSync(home)).toEqual(before);
	const database = new DatabaseSync(join(home, 'state.db'));
	database.exec('DELETE FROM switch');
	database.close();
	expect(await play('ASI10.18')).toBe('open');
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

test('no root is pinned, so that the package brings its own', async () => {
	expect(await play('ASI04.15')).toBe('not-tried');
	writeFileSync(join(home, 'high-water.json'), JSON.stringify({ version: 1, lastSeen: 1, sources: { bundled: { at: 1 } } }));
	expect(await play('ASI04.15')).toBe('open');
	await createKeys({ into: join(home, 'trust'), development: true, nowMs: Date.now() });
	expect(await play('ASI04.15')).toBe('held');
});

test('the range has the optional packages of the home, and leaves them there', async () => {
	mkdirSync(join(home, 'node_modules', 'koffi'), { recursive: true });
	const range = await openTestRange(home);
	expect(existsSync(join(range.home, 'node_modules', 'koffi'))).toBe(true);
	await range.close();
	expect(existsSync(join(home, 'node_modules', 'koffi'))).toBe(true);
});

test('n8n runs without the hook', async () => {
	mkdirSync(join(home, '.n8n'));
	expect(await play('ASI04.19', { N8N_USER_FOLDER: home })).toBe('open');
});

test('the n8n that `npm start` keeps in the home lost the hook', async () => {
	expect(await play('ASI04.19')).toBe('not-tried');
	const folder = join(home, 'n8n', '.n8n', 'nodes', 'node_modules', 'n8n-nodes-troupe', 'dist');
	mkdirSync(folder, { recursive: true });
	expect(await play('ASI04.19')).toBe('open');
	writeFileSync(join(folder, 'n8n-hooks.js'), '');
	expect(await play('ASI04.19')).toBe('held');
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
