import { createPublicKey } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessTokens } from '../../manifests/registry/access/access-tokens';
import { scopes } from '../../manifests/registry/registry-api';
import { testKey } from '../support/test-keys';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../support/test-terminal';

let home: string;
beforeAll(() => (home = mkdtempSync(join(tmpdir(), 'troupe-tokens-'))));
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function troupe(...args: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home, TROUPE_KEY_PASSPHRASE: 'a passphrase of these tests' });
	const code = await runTroupe(['manifest', 'token', ...args], terminal);
	return { code, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

const issue = async (...args: string[]) => (await troupe('issue', '--subject', 'ada@example.com', ...args)).out;
const keysFile = () => join(home, 'access', 'access-keys.json');
/** As a service that runs since long: what it knows, it has looked at. */
function openAccess() {
	let now = Date.now();
	const access = new AccessTokens({ keysFile: keysFile(), now: () => now });
	return { access, advance: (milliseconds: number) => (now += milliseconds) };
}

test('makes keys that only their owner can read, and tokens that say who may do what', async () => {
	expect(await troupe('keys')).toMatchObject({ code: 0, err: expect.stringContaining('TROUPE_ACCESS_KEYS') as string });
	expect(statSync(join(home, 'access')).mode & 0o777).toBe(0o700);
	expect(statSync(join(home, 'access', 'access.pem')).mode & 0o777).toBe(0o600);
	expect(readFileSync(join(home, 'access', 'access.pem'), 'utf8')).toContain('ENCRYPTED');
	expect(readFileSync(keysFile(), 'utf8')).not.toContain('"d"');

	const { access } = openAccess();
	const grant = access.grantAccess(await issue('--tenant', 'acme', '--scopes', 'registry:read,registry:publish', '--hours', '1'));
	expect(grant).toMatchObject({
		caller: { tenant: 'acme', subject: 'ada@example.com' },
		scopes: new Set(['registry:read', 'registry:publish']),
	});
	expect(access.grantAccess(await issue('--scopes', 'all')).scopes).toEqual(new Set(scopes));
});

test('a token is over when its time is, also when it was known', async () => {
	const { access, advance } = openAccess();
	const token = await issue('--scopes', 'registry:read', '--hours', '1');
	expect(access.grantAccess(token)).toBe(access.grantAccess(token));
	advance(3_601_000);
	expect(() => access.grantAccess(token)).toThrow(
		expect.objectContaining({ code: 'ACCESS_DENIED', details: { reason: 'invalid', rule: 'expired' } }),
	);
});

test('rotation keeps the tokens that were issued; a key that is taken out takes them with it', async () => {
	const { access, advance } = openAccess();
	const before = await issue('--scopes', 'registry:read');
	expect(await troupe('keys')).toMatchObject({ code: 2, err: expect.stringContaining('--rotate') as string });
	expect(await troupe('keys', '--rotate')).toMatchObject({ code: 0 });
	const after = await issue('--scopes', 'registry:read');
	for (const token of [before, after]) expect(access.grantAccess(token).scopes.size).toBe(1);

	const { keys } = JSON.parse(readFileSync(keysFile(), 'utf8')) as { keys: unknown[] };
	expect(keys).toHaveLength(2);
	writeFileSync(keysFile(), JSON.stringify({ keys: keys.slice(0, 1) }));
	advance(300);
	expect(() => access.grantAccess(before)).toThrow(
		expect.objectContaining({ code: 'ACCESS_DENIED', details: { reason: 'invalid', rule: 'key' } }),
	);
	expect(access.grantAccess(after).scopes.size).toBe(1);
});

test('a key set that cannot be read lets nobody in, and says what to do without a path', async () => {
	const { access, advance } = openAccess();
	const token = await issue('--scopes', 'registry:read');
	access.grantAccess(token);
	const set = readFileSync(keysFile());
	writeFileSync(keysFile(), '{');
	utimesSync(keysFile(), 1, 1);
	advance(300);
	expect(() => access.grantAccess(token)).toThrow(
		expect.objectContaining({ code: 'REGISTRY_NOT_READY', message: expect.not.stringContaining(home) as string }),
	);
	writeFileSync(keysFile(), set);
	advance(300);
	expect(access.grantAccess(token).scopes.size).toBe(1);
});

test.each([
	[['--scopes', 'registry:everything'], /scope "registry:everything" does not exist[^]*Choose from: registry:read/],
	[['--scopes', ','], /No scope was specified/],
	[['--scopes', 'all', '--tenant', 'Acme'], /lower-case letters/],
	[['--scopes', 'all', '--hours', '2161'], /2160/],
	[['--scopes', 'all', '--hours', '0'], /0 hours/],
])('issues none with %j', async (args, message) => {
	const { code, out, err } = await troupe('issue', '--subject', 'ada', ...args);
	expect({ out, code: code > 0 }).toEqual({ out: '', code: true });
	expect(err).toMatch(message);
});

/** Bytes of its object identifier, 1.3.6.1.4.1.11591.4.11. */
const scrypt = '2b06010401da47040b';

describe('the key that signs access tokens', () => {
	const folder = (name: string) => join(home, name);

	test('is encrypted by scrypt, and refused once others could read it', async () => {
		await troupe('keys', '--into', folder('open'));
		const body = readFileSync(join(folder('open'), 'access.pem'), 'latin1')
			.split('\n')
			.slice(1, -2)
			.join('');
		expect(Buffer.from(body, 'base64').toString('hex')).toContain(scrypt);
		chmodSync(join(folder('open'), 'access.pem'), 0o640);
		const { code, out, err } = await troupe('issue', '--keys', folder('open'), '--subject', 'ada', '--scopes', 'all');
		expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining('chmod 600') as string });
	});

	test('may be a command, whose public half the set then holds', async () => {
		const { privateKey } = testKey('access-by-command');
		const into = folder('command');
		mkdirSync(into, { mode: 0o700 });
		writeFileSync(join(into, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
		const sign =
			'process.stdout.write(require("crypto").sign("RSA-SHA256",require("fs").readFileSync(0),require("fs").readFileSync("key.pem")).toString("base64"))';
		const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
		writeFileSync(join(into, 'access.signer.json'), JSON.stringify({ jwk, command: [process.execPath, '-e', sign] }), { mode: 0o600 });
		expect(await troupe('keys', '--into', into)).toMatchObject({ code: 0 });
		const token = await issue('--keys', into, '--scopes', 'registry:read');
		const access = new AccessTokens({ keysFile: join(into, 'access-keys.json') });
		expect(access.grantAccess(token).scopes).toEqual(new Set(['registry:read']));
	});
});

describe('the token of a service that only its own machine reaches', () => {
	const localToken = 'a-token-of-thirty-two-characters';

	test('stands for all scopes of the default tenant where there is no key set', () => {
		const access = new AccessTokens({ localToken });
		expect(access.grantAccess(localToken)).toMatchObject({ caller: { tenant: 'default', subject: 'local' }, scopes: new Set(scopes) });
		expect(() => access.grantAccess(`${localToken} `)).toThrow(expect.objectContaining({ code: 'ACCESS_DENIED' }));
	});

	test('counts nothing beside a key set, and must not be short', () => {
		expect(() => new AccessTokens({ localToken, keysFile: keysFile() }).grantAccess(localToken)).toThrow(
			expect.objectContaining({ code: 'ACCESS_DENIED' }),
		);
		for (const parts of [{}, { localToken: 'short' }])
			expect(() => new AccessTokens(parts).grantAccess('short')).toThrow(expect.objectContaining({ code: 'REGISTRY_NOT_READY' }));
	});
});
