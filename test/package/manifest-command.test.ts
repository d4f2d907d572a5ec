import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTroupeError, getErrorMessage } from '../../core/base/errors';
import { copyTestKeys } from '../support/test-keys';
import { manifestCommand } from '../../cli/manifest/manifest';
import type { Session } from '../../cli/terminal/session';
import { testTerminal } from '../support/test-terminal';

let folder: string;
let packageFolder: string;
const madeKeys = mkdtempSync(join(tmpdir(), 'troupe-made-keys-'));
beforeAll(() => copyTestKeys(madeKeys, 'development'));
afterAll(() => rmSync(madeKeys, { recursive: true }));

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-manifest-'));
	packageFolder = join(folder, 'package');
	mkdirSync(join(packageFolder, 'dist'), { recursive: true });
	writeFileSync(join(packageFolder, 'package.json'), '{"name":"n8n-nodes-troupe","version":"1.0.0"}');
	writeFileSync(join(packageFolder, 'dist', 'code.js'), 'code');
	writeFileSync(join(packageFolder, 'dist', 'troupe.contents.json'), '{"nodes":[],"jobTypes":["troupe:agent"],"agents":[]}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `troupe manifest …`; a thrown error stands in for what the program's error report makes of it. */
async function manifest(args: string[], environment: Record<string, string> = {}) {
	const [printed, noted]: [string[], string[]] = [[], []];
	const session: Session = {
		terminal: {
			environment: { TROUPE_HOME: join(folder, 'home'), ...environment },
			print: (line) => printed.push(line),
			note: (line) => noted.push(line),
			input: testTerminal().input,
			style: (_format, text) => text,
			stop: new AbortController().signal,
		},
		exitCode: 0,
	};
	let code: string | undefined;
	try {
		await manifestCommand(session).exitOverride().parseAsync(args, { from: 'user' });
	} catch (error) {
		code = isTroupeError(error) ? error.code : 'other';
		noted.push(getErrorMessage(error));
	}
	return { exitCode: session.exitCode, code, printed: printed.join('\n'), noted: noted.join('\n') };
}

const keys = () => join(folder, 'keys');
const trust = () => join(folder, 'trust');

describe('troupe manifest', () => {
	it('takes an ops team from keys to an approved package, and to its revocation', async () => {
		const passphrase = { TROUPE_KEY_PASSPHRASE: 'correct horse' };
		const created = await manifest(['keys', 'create', '--into', keys(), '--json'], passphrase);
		expect(created).toMatchObject({ exitCode: 0, code: undefined });
		expect(JSON.parse(created.printed)).toMatchObject({ folder: keys(), keyIds: { author: expect.stringMatching(/^author-/) } });
		expect(statSync(join(keys(), 'author.pem')).mode & 0o777).toBe(0o600);
		expect(readFileSync(join(keys(), 'author.pem'), 'utf8')).toContain('ENCRYPTED');

		expect(await manifest(['sign', packageFolder, '--keys', keys()])).toMatchObject({
			code: 'INPUT_INVALID',
			noted: expect.stringContaining('it is encrypted and no passphrase was specified'),
		});
		const signed = await manifest(['sign', packageFolder, '--keys', keys(), '--json'], passphrase);
		expect(JSON.parse(signed.printed)).toMatchObject({ package: { name: 'n8n-nodes-troupe', version: '1.0.0' }, files: 3 });
		expect(await manifest(['verify', packageFolder, '--trust', trust()])).toMatchObject({ code: 'TRUST_ROOT_MISSING' });

		const approved = await manifest(
			['approve', packageFolder, '--keys', keys(), '--into', trust(), '--approver', 'Ada', '--json'],
			passphrase,
		);
		expect(JSON.parse(approved.printed)).toMatchObject({ snapshotVersion: 1 });
		const verified = await manifest(['verify', packageFolder, '--trust', trust(), '--json']);
		expect(JSON.parse(verified.printed)).toMatchObject({ ok: true, approvers: ['Ada'], manifest: { root: 'pinned', development: false } });

		const revoked = await manifest(['revoke', 'n8n-nodes-troupe@1.0.0', '--keys', keys(), '--into', trust(), '--yes'], passphrase);
		expect(revoked.noted).toContain('snapshot 2');
		const after = await manifest(['verify', packageFolder, '--json'], { TROUPE_TRUST: trust() });
		expect(after.exitCode).toBe(1);
		expect(JSON.parse(after.printed)).toMatchObject({ ok: false, code: 'MANIFEST_REVOKED' });
	});

	it('develops a package under a root of its own, again after each build, and says so', async () => {
		const first = await manifest(['develop', packageFolder, '--covers', 'dist,package.json']);
		expect(first.noted).toContain('Made a development root');
		writeFileSync(join(packageFolder, 'dist', 'code.js'), 'rebuilt');
		expect(await manifest(['verify', packageFolder])).toMatchObject({
			code: 'MANIFEST_TAMPERED',
			noted: expect.stringContaining('dist/code.js'),
		});
		const second = await manifest(['develop', packageFolder, '--covers', 'dist,package.json', '--json']);
		expect(JSON.parse(second.printed)).toMatchObject({ created: false, snapshotVersion: 2 });
		expect(await manifest(['verify', packageFolder])).toMatchObject({ exitCode: 0, noted: expect.stringContaining('development root') });
		const underAnother = await manifest(['develop', packageFolder, '--keys', madeKeys, '--covers', 'dist,package.json', '--json']);
		expect(JSON.parse(underAnother.printed)).toMatchObject({ created: false, snapshotVersion: 1 });
		expect(await manifest(['verify', packageFolder])).toMatchObject({ exitCode: 0 });
	});

	it('develops the whole folder, with node_modules, unless entries are named, and makes no keys in it', async () => {
		expect((await manifest(['develop', packageFolder])).noted).toContain('are among the files of the package');
		expect(existsSync(join(packageFolder, '.troupe'))).toBe(false);
		await manifest(['develop', packageFolder, '--keys', madeKeys]);
		expect(await manifest(['verify', packageFolder])).toMatchObject({ exitCode: 0 });
		mkdirSync(join(packageFolder, 'node_modules/n8n-workflow'), { recursive: true });
		writeFileSync(join(packageFolder, 'node_modules/n8n-workflow/index.js'), 'planted');
		expect(await manifest(['verify', packageFolder])).toMatchObject({
			code: 'MANIFEST_TAMPERED',
			noted: expect.stringContaining('node_modules/n8n-workflow/index.js is not in the manifest'),
		});
	});

	it('develops the build of a checkout, and no more of it', async () => {
		mkdirSync(join(packageFolder, '.git'));
		mkdirSync(join(packageFolder, 'node_modules'));
		expect(await manifest(['develop', packageFolder])).toMatchObject({ exitCode: 0 });
		expect(existsSync(join(packageFolder, '.troupe/development-keys'))).toBe(true);
		writeFileSync(join(packageFolder, 'node_modules/tool.js'), 'changed');
		expect(await manifest(['verify', packageFolder])).toMatchObject({ exitCode: 0 });
	});

	it('shows a package with its verification, and a document with none', async () => {
		await manifest(['develop', packageFolder, '--keys', madeKeys, '--covers', 'dist,package.json']);
		const shown = await manifest(['show', packageFolder]);
		expect(JSON.parse(shown.printed)).toMatchObject({ type: 'troupe-manifest+jwt', claimed: { jobTypes: ['troupe:agent'] } });
		expect(shown.noted).toContain('3 files as signed');
		const snapshot = await manifest(['show', join(packageFolder, 'trust', 'snapshot.jwt')]);
		expect(JSON.parse(snapshot.printed)).toMatchObject({ type: 'troupe-snapshot+jwt', claimed: { ver: 1 } });
		expect(snapshot.noted).toContain('Nobody has verified it');
		expect(await manifest(['show', join(packageFolder, 'package.json')])).toMatchObject({ code: 'TOKEN_INVALID' });
	});

	it('loses no keys unless told to, and develops with no keys that people vouch for', async () => {
		await copyTestKeys(keys());
		const before = readFileSync(join(keys(), 'root.pem'));
		expect(await manifest(['keys', 'create', '--into', keys()])).toMatchObject({
			code: 'INPUT_INVALID',
			noted: expect.stringContaining('Keys exist already'),
		});
		expect(readFileSync(join(keys(), 'root.pem'))).toEqual(before);
		expect(await manifest(['develop', packageFolder, '--keys', keys()])).toMatchObject({
			code: 'INPUT_INVALID',
			noted: expect.stringContaining('not a development root'),
		});
		await manifest(['keys', 'create', '--into', keys(), '--replace', '--development']);
		expect(readFileSync(join(keys(), 'root.pem'))).not.toEqual(before);
	});

	it('signs only what was built, with a package.json', async () => {
		const sign = async (...args: string[]) => (await manifest(['sign', packageFolder, '--keys', madeKeys, ...args])).noted;
		expect(await sign('--covers', 'dist')).toContain('leave out package.json');
		expect((await manifest(['develop', packageFolder, '--covers', '.'])).noted).toContain('are among the files of the package');
		writeFileSync(join(packageFolder, 'dist', 'troupe.contents.json'), '{"nodes":[]}');
		expect(await sign()).toContain("does not describe the package's contents");
		rmSync(join(packageFolder, 'dist', 'troupe.contents.json'));
		expect(await sign()).toContain('does not exist');
		writeFileSync(join(packageFolder, 'package.json'), '{"name":"x"}');
		expect(await sign()).toContain('must contain a name and a version');
		writeFileSync(join(packageFolder, 'package.json'), '{"name":');
		expect(await sign()).toContain('cannot be read: not JSON');
	});

	it.each([
		['sign without keys', ['sign', 'PACKAGE', '--keys', 'KEYS'], 'No author key exists'],
		['approve without a root', ['approve', 'PACKAGE', '--keys', 'KEYS', '--into', 'TRUST'], 'No root of trust found'],
		['revoke without a version', ['revoke', 'n8n-nodes-troupe', '--keys', 'KEYS', '--into', 'TRUST'], 'not NAME@VERSION'],
		['verify what is not there', ['verify', 'PACKAGE/nothing'], 'not a folder'],
		['show what is not there', ['show', 'PACKAGE/nothing'], 'There is no'],
		['a policy that is not valid', ['sign', 'PACKAGE', '--keys', 'KEYS', '--agents', 'maybe'], 'allow or deny'],
		['days that are not a number', ['sign', 'PACKAGE', '--keys', 'KEYS', '--days', 'x'], 'whole number'],
		['an empty entry', ['sign', 'PACKAGE', '--keys', 'KEYS', '--covers', 'dist,'], 'empty entry'],
	])('answers wrong use: %s', async (_what, args, words) => {
		const filled = args.map((arg) => arg.replace('PACKAGE', packageFolder).replace('KEYS', keys()).replace('TRUST', trust()));
		const { code, noted } = await manifest(filled);
		expect({ code, noted }).toEqual({ code: 'INPUT_INVALID', noted: expect.stringContaining(words) });
	});
});
