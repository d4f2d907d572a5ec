import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { unpackPackage } from './unpack-package';
import { slowTest } from '../../../test/support/slow-tests';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-unpack-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text = 'x'): TarEntry => ({ header: { name, size: Buffer.byteLength(text), type: 'file' }, body: text });
const into = () => join(folder, 'into');
const unpack = (bytes: Uint8Array) => unpackPackage(Readable.from([Buffer.from(bytes)]), into(), 'a.tgz');
const unpackEntries = async (...entries: TarEntry[]) => unpack(gzipSync(await packTar(entries)));

it('leaves out the outermost folder, and gives nobody else a right', async () => {
	const deep = `package/${'long-name-of-a-folder/'.repeat(8)}index.js`;
	await unpackEntries({ header: { name: 'package/', size: 0, type: 'directory' } }, file('package/package.json', '{}'), file(deep, 'deep'));
	expect(readFileSync(join(into(), 'package.json'), 'utf8')).toBe('{}');
	expect(readFileSync(join(into(), deep.slice('package/'.length)), 'utf8')).toBe('deep');
	expect(statSync(join(into(), 'package.json')).mode & 0o777).toBe(0o600);
});

it.each<[string, TarEntry[], RegExp]>([
	['a path outside (samchon/ttsc#979)', [file('package/../../evil.js')], /not a path inside/],
	[
		'another name of one file (morpho-org/sdks#1098)',
		[file('package/package.json'), file('package/\\./package.json')],
		/not a path inside/,
	],
	['a name with a dot (morpho-org/sdks#1101)', [file('package/./package.json')], /not a path inside/],
	['an absolute path', [file('/etc/evil.js')], /not a path inside/],
	['a path with a backslash', [file('package/..\\evil.js')], /not a path inside/],
	['a file in no folder', [file('evil.js')], /not in a folder/],
	[
		'a link (opena2a-org/hackmyagent#160)',
		[{ header: { name: 'package/link', size: 0, type: 'symlink', linkname: '/etc' } }],
		/contains a symlink/,
	],
	[
		'a hard link (onekey-sec/unblob#1624)',
		[{ header: { name: 'package/link', size: 0, type: 'link', linkname: '/etc/passwd' } }],
		/contains a link/,
	],
	['a device', [{ header: { name: 'package/device', size: 0, type: 'character-device' } }], /contains a character-device/],
	['folders without end', [file(`package/${'a/'.repeat(40)}b`)], /too long/],
])('refuses %s', async (_case, entries, message) => {
	await expect(unpackEntries(...entries)).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringMatching(message) as string,
	});
	expect(existsSync(join(folder, 'evil.js'))).toBe(false);
});

it.each([
	['of the second folder (LivXue/dsh-plugin-shop#21)', 'aaa/package.json', 'package/package.json'],
	['of the first folder (LivXue/dsh-plugin-shop#21)', 'package/package.json', 'aaa/package.json'],
])('takes the last of two manifests, the one %s', async (_which, first, second) => {
	await unpackEntries(file(first, '{"name":"good"}'), file(second, '{"name":"evil"}'));
	expect(readFileSync(join(into(), 'package.json'), 'utf8')).toBe('{"name":"evil"}');
});

it('takes the last of several files of one name, as npm does', async () => {
	await unpackEntries(file('package/README.md', 'first, and longer'), file('package/README.md', 'last'));
	expect(readFileSync(join(into(), 'README.md'), 'utf8')).toBe('last');
});

slowTest('refuses what grows too large, and what is not an archive', async () => {
	const zeros = gzipSync(await packTar([file('package/zeros', '0'.repeat(257 * 1024 * 1024))]), { level: 1 });
	await expect(unpack(zeros)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE', message: expect.stringContaining('256 MB') as string });
	await expect(unpack(Buffer.from('not an archive'))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(unpack(gzipSync(Buffer.from('no tar'.repeat(200))))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(unpack(gzipSync((await packTar([file('package/a', 'text')])).slice(0, 514)))).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.not.stringMatching(/: \.$/) as string,
	});
});
