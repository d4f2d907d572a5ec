import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { devDependencies } from '../../../package.json';
import { findKoffi, lookForKoffi } from './find-koffi';
import { koffiFolder, koffiVersion, nativeFile } from './koffi-files';
import { loadLibc } from './libc';
import { findSystemCalls } from './system-calls';

const ofCheckout = koffiFolder(join(__dirname, '../../../node_modules'));

let home: string;
let installed: string;
/** As in n8n, where nothing is installed in the package's folder. */
const find = () => findKoffi(home, join(home, 'package'));

beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-koffi-'));
	installed = koffiFolder(join(home, 'node_modules'));
	mkdirSync(dirname(installed), { recursive: true });
	cpSync(ofCheckout, installed, { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true }));

describe('the library that calls the kernel', () => {
	it('is loaded as the registry has it, in the version that is tested', () => {
		expect([find(), devDependencies.koffi]).toEqual([installed, koffiVersion]);
		const { numbers } = findSystemCalls(process.arch)!;
		expect(loadLibc(find()).call('fcntl', numbers.fcntl, 0, 1, 0)).toBeGreaterThanOrEqual(0);
	});

	it.each([
		['its native code was changed after the installation (yao-pkg/pkg#230)', nativeFile()],
		['its JavaScript was changed', 'index.js'],
	])('is not loaded where %s, and the file is named', (_what, name) => {
		appendFileSync(join(installed, name), '\n');
		expect(find).toThrow(
			expect.objectContaining({
				code: 'DEPENDENCY_MISSING',
				message: expect.stringMatching(
					new RegExp(
						`^The library koffi is not loaded, because ${join(installed, name)} is not that of version 3\\.3\\.4: SHA-256 expected \\w{64}, found \\w{64}\\.$`,
					),
				),
				fix: expect.stringContaining(`npm install --prefix "${home}" --ignore-scripts koffi@${koffiVersion}.`),
			}),
		);
		expect(lookForKoffi(home, join(home, 'package'))).toBeUndefined();
	});

	it('is not loaded by the launcher where it was changed since it was found', () => {
		const folder = find();
		appendFileSync(join(folder, nativeFile()), '\n');
		expect(() => loadLibc(folder)).toThrow(`koffi is not loaded, because ${join(folder, nativeFile())} was changed`);
	});

	it('is not loaded on a processor whose files were not compared', () => {
		const { arch } = process;
		Object.defineProperty(process, 'arch', { value: 'riscv64' });
		try {
			const folder = koffiFolder(join(home, 'node_modules'));
			renameSync(installed, folder);
			expect(lookForKoffi(home, join(home, 'package'))).toBeUndefined();
			expect(find).toThrow(
				expect.objectContaining({
					message: expect.stringMatching(/its files for riscv64 were not compared with the registry\.$/),
					fix: expect.stringContaining('x64 or arm64'),
				}),
			);
			expect(() => loadLibc(folder)).toThrow('koffi is not loaded');
		} finally {
			Object.defineProperty(process, 'arch', { value: arch });
		}
	});

	it('is not loaded where a part is missing, with the reason', () => {
		rmSync(join(installed, nativeFile()));
		expect(find).toThrow(expect.objectContaining({ message: expect.stringMatching(/koffi\.node is not that of .* found ENOENT\.$/) }));
	});

	it('runs no other file that lies beside it', () => {
		const evil = `globalThis.evil = true; throw new Error('evil');`;
		const modules = dirname(dirname(installed));
		for (const folder of [join(modules, 'koffi'), join(installed, 'node_modules/koffi')]) {
			mkdirSync(folder, { recursive: true });
			writeFileSync(join(folder, 'index.js'), evil);
		}
		writeFileSync(join(installed, 'evil.js'), evil);
		writeFileSync(join(installed, 'package.json'), '{"main":"./evil.js"}');
		loadLibc(find());
		expect(globalThis).not.toHaveProperty('evil');
	});

	it('is that of the home where the package has another version', () => {
		const older = koffiFolder(join(home, 'package/node_modules'));
		cpSync(ofCheckout, older, { recursive: true });
		appendFileSync(join(older, nativeFile()), 'older');
		expect(find()).toBe(installed);
	});

	it('comes with the package where it is installed beside it, as in the image', () => {
		const ofImage = join(home, 'image/node_modules/n8n-nodes-troupe');
		const beside = koffiFolder(dirname(ofImage));
		cpSync(ofCheckout, beside, { recursive: true });
		expect(findKoffi(join(home, 'volume'), ofImage)).toBe(beside);
	});

	it('is missing where nothing is installed, with the command that installs it', () => {
		renameSync(join(home, 'node_modules'), join(home, 'elsewhere'));
		expect(readdirSync(home)).toEqual(['elsewhere']);
		expect(find).toThrow(
			expect.objectContaining({ code: 'DEPENDENCY_MISSING', fix: expect.stringContaining(`koffi@${koffiVersion} (4 MB)`) }),
		);
	});
});
