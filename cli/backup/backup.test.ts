import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { slowTest } from '../../test/support/slow-tests';
import { archive, database, elsewhere, fill, folder, home, rowsOf, secret, troupe, useTestHome } from '../../test/support/test-home';

useTestHome();

slowTest('restores on another machine what it copied while a process wrote, keys included, all private', async () => {
	fill();
	const open = database('state.db', 2);
	const made = await troupe(['backup', archive]);
	expect([made.code, made.err]).toEqual([0, expect.stringContaining('models, because it can be downloaded again')]);
	open.exec("INSERT INTO line VALUES ('late')");
	open.close();
	expect([archive, `${archive}.keys`].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
	expect(readdirSync(folder).sort()).toEqual(['b.tar.zst', 'b.tar.zst.keys', 'home']);

	const restored = await troupe(['restore', archive], elsewhere());
	expect([restored.code, restored.out]).toEqual([0, expect.stringContaining('is restored: 4 files')]);
	const { TROUPE_HOME: other } = elsewhere();
	expect(readdirSync(other, { recursive: true }).map(String).sort()).toEqual(
		[
			'agents',
			'agents/clerk.json',
			'budgets.json',
			'registry',
			'registry/snapshot.pem',
			'memory.db',
			'settings.json',
			'state.db',
			'vault.key',
		].sort(),
	);
	expect([rowsOf(join(other, 'state.db')), rowsOf(join(other, 'memory.db'))]).toEqual([
		['row 0', 'row 1'],
		['row 0', 'row 1', 'row 2'],
	]);
	expect(readFileSync(join(other, 'vault.key'), 'utf8')).toBe('the key\n');
	for (const name of readdirSync(other, { recursive: true })) {
		const status = statSync(join(other, String(name)));
		expect([name, status.mode & 0o777]).toEqual([name, status.isDirectory() ? 0o700 : 0o600]);
	}
});

slowTest('holds no key, and is a tar that other programs read', async () => {
	fill();
	await troupe(['backup', archive]);
	expect(readFileSync(`${archive}.keys`, 'utf8')).not.toContain('key');
	const listed = execFileSync('tar', ['--zstd', '-tf', archive], { encoding: 'utf8' }).trim().split('\n');
	expect(listed).toEqual(['manifest.json', 'home/agents/clerk.json', 'home/budgets.json', 'home/memory.db']);
	const manifest = JSON.parse(execFileSync('tar', ['--zstd', '-xOf', archive, 'manifest.json'], { encoding: 'utf8' })) as object;
	expect(manifest).toMatchObject({
		format: 'troupe-backup',
		version: 1,
		keys: ['registry/snapshot.pem', 'settings.json', 'vault.key'],
		postgres: [],
	});
});

slowTest('is verified without being restored, also its keys', async () => {
	fill();
	await troupe(['backup', archive]);
	expect(await troupe(['verify-backup', archive])).toMatchObject({
		code: 0,
		out: expect.stringContaining('is whole: 3 files') as string,
		err: '',
	});
	expect(await troupe(['verify-backup', archive, '--json'], { TROUPE_BACKUP_PASSPHRASE: '' })).toMatchObject({
		code: 0,
		out: expect.stringContaining('"keys":"not-checked"') as string,
	});
	expect(await troupe(['verify-backup', archive], { TROUPE_BACKUP_PASSPHRASE: 'wrong' })).toMatchObject({
		code: 2,
		err: expect.stringContaining('the passphrase is wrong') as string,
	});
});

const decompress = (bytes: Buffer) => {
	try {
		return zstdDecompressSync(bytes);
	} catch {
		return undefined;
	}
};
slowTest('is refused wherever a byte is changed or missing', async () => {
	fill();
	await troupe(['backup', archive]);
	const whole = readFileSync(archive);
	for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 60)) {
		const changed = Buffer.from(whole);
		changed[at]! ^= 0x10;
		// Zstandard has bits without a meaning.
		if (decompress(changed)?.equals(decompress(whole)!)) continue;
		writeFileSync(archive, changed);
		const { code, err } = await troupe(['verify-backup', archive]);
		expect([at, code, err]).toEqual([at, 1, expect.stringMatching(/^error: The (?:backup|keys)/)]);
	}
	for (const length of [0, 3, 100, whole.length >> 1, whole.length - 20]) {
		writeFileSync(archive, whole);
		truncateSync(archive, length);
		expect([length, (await troupe(['verify-backup', archive])).code]).toEqual([length, 1]);
		expect([length, (await troupe(['restore', archive], elsewhere())).code]).toEqual([length, 1]);
		expect(existsSync(elsewhere().TROUPE_HOME) ? readdirSync(elsewhere().TROUPE_HOME) : []).toEqual([]);
	}
});

test.each(['rsa', 'ec', 'x25519'] as const)('encrypts keys for whoever has the private key (%s)', async (type) => {
	fill();
	const options = { modulusLength: 2048, namedCurve: 'P-256' } as never;
	const { publicKey, privateKey } = generateKeyPairSync(type as 'rsa', options) as unknown as Record<'publicKey' | 'privateKey', KeyObject>;
	writeFileSync(join(folder, 'public.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
	writeFileSync(join(folder, 'private.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
	const without = { TROUPE_BACKUP_PASSPHRASE: '' };
	expect(await troupe(['backup', archive, '--recipient', join(folder, 'public.pem')], without)).toMatchObject({ code: 0 });
	expect(await troupe(['restore', archive], { ...elsewhere(), ...without })).toMatchObject({
		code: 2,
		err: expect.stringContaining('--identity') as string,
	});
	expect(await troupe(['restore', archive, '--identity', join(folder, 'private.pem')], { ...elsewhere(), ...without })).toMatchObject({
		code: 0,
	});
	expect(readFileSync(join(folder, 'new', 'vault.key'), 'utf8')).toBe('the key\n');
});

it('never writes keys unencrypted, and leaves them out only when asked', async () => {
	fill();
	expect(await troupe(['backup', archive], { TROUPE_BACKUP_PASSPHRASE: '' })).toMatchObject({
		code: 2,
		err: expect.stringMatching(/vault\.key.*\nfix: Set TROUPE_BACKUP_PASSPHRASE/) as string,
	});
	expect(await troupe(['backup', archive, '--without-keys'], { TROUPE_BACKUP_PASSPHRASE: '' })).toMatchObject({
		code: 0,
		err: expect.stringContaining('vault.key, because --without-keys') as string,
	});
	expect(existsSync(`${archive}.keys`)).toBe(false);
});

slowTest('refuses an archive that exists, and one inside the home', async () => {
	fill();
	writeFileSync(archive, 'earlier');
	expect(await troupe(['backup', archive])).toMatchObject({ code: 2, err: expect.stringContaining('exists.') as string });
	expect(await troupe(['backup', join(home, 'b')])).toMatchObject({ code: 2, err: expect.stringContaining('in the home') as string });
	expect(await troupe(['backup', join(folder, 'not-mounted', 'b')])).toMatchObject({
		code: 2,
		err: expect.stringContaining('ENOENT') as string,
	});
	expect(existsSync(join(folder, 'not-mounted'))).toBe(false);
	expect(await troupe(['backup', join(home, 'backups', 'b')])).toMatchObject({ code: 0 });
	expect(await troupe(['backup', `${archive}2`])).toMatchObject({
		code: 0,
		err: expect.stringContaining('backups, because it holds backups') as string,
	});
	expect(await troupe(['backup', `${archive}3`], { TROUPE_HOME: join(folder, 'none') })).toMatchObject({ code: 2 });
});

it('names a damaged database', async () => {
	writeFileSync(join(home, 'usage.db'), 'no database at all, but long enough to be read as one');
	expect(await troupe(['backup', archive])).toMatchObject({ code: 1, err: expect.stringContaining('is not a database') as string });
});

slowTest('asks the service for a state that is in use, and says what to do when it does not answer', async () => {
	const engine = database('engine.db');
	engine.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
	const { code, err } = await troupe(['backup', archive, '--engine', 'http://127.0.0.1:1']);
	engine.close();
	expect(code).toBe(1);
	expect(err).toMatch(/engine\.db is in use, and the service at http:\/\/127\.0\.0\.1:1 gave no copy/);
	expect(err).toContain('--engine');
});

it('leaves nothing when it is stopped', async () => {
	fill();
	const terminal = testTerminal({ TROUPE_HOME: home, ...secret });
	terminal.interrupt();
	expect([await runTroupe(['backup', archive], terminal), terminal.noted]).toEqual([
		1,
		expect.arrayContaining(['error: No backup was made.']),
	]);
	expect(readdirSync(folder)).toEqual(['home']);
});

slowTest('copies a database that a setting places outside of the home, and names what it cannot copy', async () => {
	fill();
	const outside = new DatabaseSync(join(folder, 'shared.db'));
	outside.exec("CREATE TABLE line (text TEXT); INSERT INTO line VALUES ('shared')");
	outside.close();
	const settings = { TROUPE_MEMORY_STORE: join(folder, 'shared.db'), TROUPE_AGENTS: '/srv/agents' };
	expect(await troupe(['backup', archive], settings)).toMatchObject({ code: 0, err: expect.stringContaining('TROUPE_AGENTS') as string });
	await troupe(['restore', archive], elsewhere());
	expect(rowsOf(join(folder, 'new', 'memory.db'))).toEqual(['shared']);
});
