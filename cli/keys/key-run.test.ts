import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeApiKeyStore } from '../../providers/compose/state/api-keys';
import { ApiKeys } from '../../service/access/keys/api-keys';
import { testTerminal } from '../../test/support/test-terminal';
import { runTroupe } from '../program';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-key-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function key(...args: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home });
	const code = await runTroupe(['key', ...args], terminal);
	return { code, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

test('a key for one task ends after minutes, with its reason in the history', async () => {
	const created = await key('create', 'incident', '--role', 'admin', '--minutes', '15', '--reason', 'ticket 4711', '--json');
	const { createdAt, expiresAt } = JSON.parse(created.out) as { createdAt: string; expiresAt: string };
	expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(15 * 60_000);
	expect((await key('history')).out).toContain('ticket 4711');
	for (const other of [['--days', '2'], ['--no-expiry']])
		expect((await key('create', 'x', '--role', 'viewer', '--minutes', '15', ...other)).err).toMatch(/cannot be used with/);
});

test('a key is created, listed without its secret, rotated and revoked', async () => {
	const created = await key('create', 'ci', '--role', 'editor', '--scopes', 'state:backup', '--allow-from', '10.0.0.0/8,::1');
	expect(created).toMatchObject({
		code: 0,
		out: expect.stringMatching(/^trp_[\w-]{43}$/) as string,
		err: expect.stringContaining('not shown again') as string,
	});
	expect(statSync(join(home, 'state.db')).mode & 0o777).toBe(0o600);
	const id = created.out.slice(0, 12);
	const listed = await key('list');
	expect(listed.out).toMatch(new RegExp(`${id}.*ci.*editor state:backup.*valid.*never.*10\\.0\\.0\\.0/8 ::1`));
	expect(listed.out).not.toContain(created.out);

	const rotated = await key('rotate', id, '--overlap', '2h');
	expect(rotated).toMatchObject({ code: 0, err: expect.stringContaining('2 more hours') as string });
	const next = rotated.out.slice(0, 12);
	expect((await key('list')).out).toContain(`replaced by ${next}`);

	expect(await key('revoke', id, '--reason', 'lost', '--yes')).toMatchObject({ code: 0, out: '' });
	expect(await key('revoke', id)).toMatchObject({ code: 1, err: expect.stringContaining('before') as string });
	expect(JSON.parse((await key('list', '--json')).out)).toEqual([
		expect.objectContaining({ id: next, state: 'valid', lastUsedAt: null }),
		expect.objectContaining({
			id,
			state: 'revoked',
			replacedBy: next,
			allowed: expect.arrayContaining(['state:backup', 'process:run']) as string[],
		}),
	]);
	expect((await key('history')).out.split('\n').map((line) => /api_key\.(\w+)/.exec(line)?.[1])).toEqual(['revoked', 'rotated', 'created']);
});

test('a revocation names the keys that end with the key', async () => {
	const maker = (await key('create', 'ci', '--role', 'admin')).out.slice(0, 12);
	const store = composeApiKeyStore({ stateFolder: home });
	const made = await new ApiKeys(store).create({ tenant: 'default', name: 'n8n', role: 'viewer' }, { subject: `key:${maker}` });
	await store.close();
	expect((await key('revoke', maker, '--yes')).err).toContain(`Also revoked 1 key that was made with it: ${made.key.id}.`);
});

test('keys belong to a tenant', async () => {
	const { out } = await key('create', 'ci', '--role', 'viewer', '--tenant', 'acme');
	expect((await key('list')).err).toContain('has no API keys');
	expect(await key('revoke', out.slice(0, 12))).toMatchObject({
		code: 1,
		err: expect.stringContaining('The tenant default has no API key') as string,
	});
	expect((await key('list', '--tenant', 'acme')).out).toContain(out.slice(0, 12));
	expect((await key('list', '--tenant', '*')).code).toBe(2);
});

test.each<[string[], RegExp]>([
	[['create', 'ci'], /neither a role nor a scope[^]*fix: .*viewer/],
	[['create', 'ci', '--role', 'boss'], /role "boss"[^]*viewer, editor, admin, owner/],
	[['create', 'ci', '--role', 'viewer', '--days', '99999'], /from 0.001 to 3650/],
	[['create', 'ci', '--role', 'viewer', '--days', '5', '--no-expiry'], /'--days <number>' cannot be used with option '--no-expiry'/],
	[['list', '--tenant', 'a\u001b[31m'], /argument 'a' is invalid\. Expected a name of at most 200 characters on one line/],
	[['create', '--role', 'viewer'], /missing required argument 'name'/],
])('exits with 2 for %j', async (args, message) => {
	expect(await key(...args)).toEqual({ code: 2, out: '', err: expect.stringMatching(message) as string });
});
