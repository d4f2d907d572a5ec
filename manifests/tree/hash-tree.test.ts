import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashTree } from './hash-tree';
import { SeenFiles } from './seen-files';
import { dependency, installedPackage, ownPackage } from './tree-rules';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-tree-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

describe('the hashes of a tree', () => {
	it('are those of every covered file, by path, whatever its size', async () => {
		const large = randomBytes(700_000);
		mkdirSync(join(folder, 'dist/deep'), { recursive: true });
		writeFileSync(join(folder, 'dist/large'), large);
		writeFileSync(join(folder, 'dist/deep/empty'), '');
		writeFileSync(join(folder, 'elsewhere'), 'not covered');
		expect(await hashTree(folder, ['dist', 'absent'], new SeenFiles())).toEqual([
			{ path: 'dist/deep/empty', size: 0, sha256: sha256('') },
			{ path: 'dist/large', size: large.length, sha256: sha256(large) },
		]);
	});

	it('do not depend on what n8n does to package.json', async () => {
		const hash = async (content: object, space?: number) => {
			writeFileSync(join(folder, 'package.json'), JSON.stringify(content, null, space));
			return (await hashTree(folder, ['.'], new SeenFiles()))[0]?.sha256;
		};
		const published = await hash({ name: 'x', main: 'a.js', devDependencies: { jest: '1' }, peerDependencies: { 'n8n-workflow': '*' } });
		expect(await hash({ main: 'a.js', name: 'x' }, 2)).toBe(published);
		writeFileSync(join(folder, 'package.json'), `\uFEFF${JSON.stringify({ name: 'x', main: 'a.js' })}`);
		expect((await hashTree(folder, ['.'], new SeenFiles()))[0]?.sha256).toBe(published);
		expect(await hash({ main: 'b.js', name: 'x' }, 2)).not.toBe(published);
		expect(await hash({ main: 'a.js', name: 'x', dependencies: {} })).not.toBe(published);
	});

	it.each(['trust/root.jwt', 'trust/manifests/a.jwt', 'trust/file-lists/a.json', 'troupe.manifest.jwt'])(
		'contain the code in a folder that is named like a signed document: %s',
		async (name) => {
			mkdirSync(join(folder, name), { recursive: true });
			writeFileSync(join(folder, name, 'Evil.node.js'), 'code');
			const hashed = await hashTree(folder, ['.'], new SeenFiles());
			expect(hashed).toEqual([{ path: `${name}/Evil.node.js`, size: 4, sha256: sha256('code') }]);
			rmSync(join(folder, name), { recursive: true });
			writeFileSync(join(folder, name), 'a document');
			expect(await hashTree(folder, ['.'], new SeenFiles())).toEqual([]);
		},
	);

	it('are refused for a link that is named like a signed document', async () => {
		mkdirSync(join(folder, 'trust'));
		symlinkSync('/etc', join(folder, 'trust/root.jwt'));
		await expect(hashTree(folder, ['.'], new SeenFiles())).rejects.toMatchObject({ details: { problem: 'not-a-file' } });
	});

	it.each([
		['not an object', '[]'],
		['larger than any', `"${'x'.repeat(1024 * 1024)}"`],
	])('are refused for a package.json that is %s', async (_what, content) => {
		writeFileSync(join(folder, 'package.json'), content);
		await expect(hashTree(folder, ['.'], new SeenFiles())).rejects.toMatchObject({ details: { file: 'package.json', problem: 'changed' } });
	});

	it.each(Object.entries({ ownPackage, installedPackage, dependency }))(
		'leave out the scripts in which pnpm starts programs, and no code beside them: %s',
		async (_name, rules) => {
			for (const place of ['node_modules/.bin', 'node_modules/one/node_modules/.bin', 'node_modules/.bin/deep', 'dist/.bin']) {
				mkdirSync(join(folder, place), { recursive: true });
				writeFileSync(join(folder, place, 'troupe'), '#!/bin/sh');
			}
			const paths = (await hashTree(folder, ['.'], new SeenFiles(), rules)).map(({ path }) => path);
			expect(paths).toEqual(['dist/.bin/troupe', 'node_modules/.bin/deep/troupe']);
		},
	);

	it('are refused for more bytes than a package has, before they are read', async () => {
		writeFileSync(join(folder, 'sparse'), '');
		truncateSync(join(folder, 'sparse'), 2 ** 31 + 1);
		await expect(hashTree(folder, ['.'], new SeenFiles())).rejects.toMatchObject({ details: { file: 'sparse', problem: 'extra' } });
	});

	it('are refused for folders without end, and for an entry out of the folder', async () => {
		mkdirSync(join(folder, ...Array.from({ length: 70 }, () => 'x')), { recursive: true });
		await expect(hashTree(folder, ['.'], new SeenFiles())).rejects.toMatchObject({ details: { problem: 'extra' } });
		await expect(hashTree(folder, ['../x'], new SeenFiles())).rejects.toMatchObject({ details: { problem: 'unsafe-name' } });
	});

	it.each([
		['a link to the same bytes', 'unreadable', (path: string) => symlinkSync(`${path}.old`, path)],
		['another file with the same bytes', 'unstable', (path: string) => writeFileSync(path, 'x')],
	])('are refused when a file became %s since it was listed', async (_what, problem, swap) => {
		for (let number = 10; number < 40; number++) writeFileSync(join(folder, `file-${number}`), 'x');
		const last = readdirSync(folder).at(-1) ?? '';
		const hashes = hashTree(folder, ['.'], new SeenFiles());
		// Listed by now, and not opened: eight files are hashed at a time.
		renameSync(join(folder, last), join(folder, `${last}.old`));
		swap(join(folder, last));
		await expect(hashes).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED', details: { file: last, problem } });
	});
});
