import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironmentFile } from '../../test/support/compose-file';
import { copyTestKeys } from '../../test/support/test-keys';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { slowTest } from '../../test/support/slow-tests';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-deploy-'));
	file = join(folder, '.env');
	mkdirSync(join(folder, 'deploy'));
	writeFileSync(join(folder, 'docker-compose.yml'), '');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function deploy(...args: string[]) {
	const terminal = testTerminal();
	const code = await runTroupe(['deploy', ...args, '--folder', folder], terminal);
	return { code, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

function pack(version: string, name = 'n8n-nodes-troupe'): string {
	const source = mkdtempSync(join(folder, 'source-'));
	mkdirSync(join(source, 'package'));
	writeFileSync(join(source, 'package/package.json'), JSON.stringify({ name, version }));
	const tarball = join(folder, `${name}-${version}.tgz`);
	execFileSync('tar', ['-czf', tarball, '-C', source, 'package']);
	return tarball;
}

test('init writes secrets that only the owner can read, each different, each fit for a URL', async () => {
	expect(await deploy('init')).toMatchObject({ code: 0, err: '' });
	expect(statSync(file).mode & 0o777).toBe(0o600);
	const variables = readEnvironmentFile(file);
	const secrets = Object.entries(variables).filter(([name]) => /_PASSWORD$|_KEY$|TROUPE_API_TOKEN/.test(name) && variables[name] !== '');
	expect(secrets.map(([name]) => name).sort()).toEqual([
		'N8N_ENCRYPTION_KEY',
		'N8N_POSTGRES_PASSWORD',
		'POSTGRES_PASSWORD',
		'REDIS_PASSWORD',
		'TROUPE_API_TOKEN',
		'TROUPE_POSTGRES_PASSWORD',
		'TROUPE_VAULT_KEY',
	]);
	expect(new Set(secrets.map(([, value]) => value)).size).toBe(secrets.length);
	for (const [name, value] of secrets) expect([name, value]).toEqual([name, expect.stringMatching(/^[0-9a-f]{48,64}$/)]);
	expect(variables.TROUPE_VAULT_KEY).toHaveLength(64);
	expect(new URL(variables.TROUPE_DATABASE_URL!)).toMatchObject({
		username: 'troupe',
		password: variables.TROUPE_POSTGRES_PASSWORD,
		host: 'postgres:5432',
		pathname: '/troupe',
	});
});

test('init turns on the services that are named', async () => {
	await deploy('init', '--with', 'clamav,chroma');
	expect(readEnvironmentFile(file)).toMatchObject({
		COMPOSE_PROFILES: 'clamav,chroma',
		TROUPE_CHROMA_URL: 'http://chroma:8000',
		TROUPE_CLAMAV: 'clamav:3310',
	});
	expect(await deploy('init', '--with', 'elasticsearch')).toMatchObject({
		code: 2,
		err: expect.stringContaining('backup, chroma, clamav, proxy'),
	});
});

test('init pins the root that is named, and writes a file for further settings once', async () => {
	const keys = join(folder, 'keys');
	await copyTestKeys(keys);
	mkdirSync(join(folder, 'deploy/trust'));
	copyFileSync(join(__dirname, '../../deploy/settings.example.env'), join(folder, 'deploy/settings.example.env'));
	expect(await deploy('init', '--root', join(keys, 'root.jwt'))).toMatchObject({
		code: 0,
		out: expect.stringContaining('pinned edition 1 of the root'),
	});
	expect(readEnvironmentFile(file)).toMatchObject({ TROUPE_TRUST: '/trust', TROUPE_REQUIRE_ROOT: 'pinned' });
	expect(readFileSync(join(folder, 'deploy/trust/root.jwt'))).toEqual(readFileSync(join(keys, 'root.jwt')));
	const settings = join(folder, 'deploy/settings.env');
	expect(statSync(settings).mode & 0o777).toBe(0o600);
	writeFileSync(settings, 'TROUPE_OIDC_ISSUER=https://id.example.com\n');
	expect(await deploy('init', '--replace', '--root', join(folder, 'missing.jwt'))).toMatchObject({ code: 2 });
	expect(await deploy('init', '--replace')).toMatchObject({ code: 0 });
	expect(readFileSync(settings, 'utf8')).toContain('id.example.com');
});

test('init never overwrites the secrets of an installation; --replace keeps them under another name', async () => {
	await deploy('init');
	const before = readFileSync(file, 'utf8');
	expect(await deploy('init')).toEqual({ code: 1, out: '', err: expect.stringMatching(/^error: \S+\/\.env exists\. [^]*\nfix: Keep it/) });
	expect(readFileSync(file, 'utf8')).toBe(before);
	expect(await deploy('init', '--replace')).toMatchObject({ code: 0, err: expect.stringContaining('.env.replaced-') });
	expect(readFileSync(file, 'utf8')).not.toBe(before);
	const [kept] = readdirSync(folder).filter((name) => name.startsWith('.env.replaced-'));
	expect(readFileSync(join(folder, kept!), 'utf8')).toBe(before);
	expect(statSync(join(folder, kept!)).mode & 0o777).toBe(0o600);
});

test('init and package say where docker-compose.yml is missing', async () => {
	rmSync(join(folder, 'docker-compose.yml'));
	const refusal = { code: 2, err: expect.stringMatching(/docker-compose\.yml does not exist\.\nfix: Run the command in the folder/) };
	expect(await deploy('init')).toMatchObject(refusal);
	expect(await deploy('package', 'x.tgz')).toMatchObject(refusal);
});

test('package names the version and the hash in .env, keeps the rest, and copies the tarball for the images', async () => {
	await deploy('init');
	const before = readEnvironmentFile(file);
	const tarball = pack('0.1.1');
	expect(await deploy('package', tarball)).toMatchObject({ code: 0, err: '' });
	const hash = createHash('sha256').update(readFileSync(tarball)).digest('hex').slice(0, 12);
	expect(readEnvironmentFile(file)).toEqual({ ...before, TROUPE_PACKAGE: `0.1.1-${hash}` });
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(readFileSync(join(folder, 'deploy/n8n-nodes-troupe.tgz'))).toEqual(readFileSync(tarball));
	await deploy('package', pack('0.1.2'));
	expect(readEnvironmentFile(file).TROUPE_PACKAGE).toMatch(/^0\.1\.2-/);
});

slowTest('package refuses what is not a tarball of the package, and a folder without .env', async () => {
	expect(await deploy('package', pack('0.1.1'))).toMatchObject({ code: 2, err: expect.stringContaining('Run `troupe deploy init` first') });
	await deploy('init');
	for (const wrong of [pack('1.0.0', 'left-pad'), file])
		expect(await deploy('package', wrong)).toMatchObject({ code: 2, err: expect.stringContaining('is not a tarball of n8n-nodes-troupe') });
	expect(await deploy('package', join(folder, 'missing.tgz'))).toMatchObject({
		code: 2,
		err: expect.stringContaining('missing.tgz does not exist'),
	});
	expect(readEnvironmentFile(file).TROUPE_PACKAGE).toBe('');
});
