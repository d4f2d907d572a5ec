import { hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listMappedFiles } from './mapped-files';

/** The only version compared with the registry. */
export const koffiVersion = '3.3.4';

/** Executed files by processor, with their SHA-256 from `npm install`: the choice of a C library, and native code for glibc and musl. */
const files: Partial<Record<NodeJS.Architecture, Readonly<Record<string, string>>>> = {
	x64: {
		'index.js': 'fbe4d645feb0d4232176a3352a2ac6bd145fc496af7ebc2b86cae793cb778b11',
		'linux_x64/koffi.node': 'bee3ebc173f47178269e8441fbfd90899c8fe6bc3c948f481c79670f924b1725',
		'musl_x64/koffi.node': '9adcea38c4feb5bdf91d07535c75d9d1caecf7a9b9f8cc87a9a1271a52d8b1ab',
	},
	arm64: {
		'index.js': '868dd922bcd130f676694a6d8aadd5abc8023df3f3fb1d1cc3693db085d4d5ae',
		'linux_arm64/koffi.node': '7086182b845ae3a0e22113513c9a4e4f2b7838814b079c9a91270887eab1adf1',
		'musl_arm64/koffi.node': '07454e12b8c3f3444d8fb74d533f9a5c4951b4cb2040d43987e46168b7de2a45',
	},
};

interface ChangedFile {
	path: string;
	/** SHA-256, hex, or `none` for a processor without comparison. */
	expected: string;
	actual: string;
}

/** The package of the native code. The library's other parts are not needed, and nothing else is looked up. */
export const koffiFolder = (modules: string): string => join(modules, '@koromix', `koffi-linux-${process.arch}`);

export const nativeFile = (): string =>
	`${listMappedFiles().some((file) => /\/ld-musl-/.test(file)) ? 'musl' : 'linux'}_${process.arch}/koffi.node`;

/** Returns the first file that differs from the registry; undefined when the folder can be loaded. @param only the file that will be loaded */
export function findChangedFile(folder: string, only?: string): ChangedFile | undefined {
	const known = files[process.arch];
	if (known === undefined) return { path: folder, expected: 'none', actual: `files for ${process.arch}, which were not compared` };
	for (const [name, expected] of Object.entries(known)) {
		const path = join(folder, name);
		const actual = only === undefined || name === only ? hashFile(path) : expected;
		if (actual !== expected) return { path, expected, actual };
	}
	return undefined;
}

/** SHA-256 of files by times and size: a process starts many sandboxed ones. */
const hashed = new Map<string, { stamp: string; sha256: string }>();

function hashFile(path: string): string {
	try {
		const { ino, dev, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
		const stamp = [ino, dev, size, mtimeNs, ctimeNs].join(' ');
		const known = hashed.get(path);
		if (known?.stamp === stamp) return known.sha256;
		const sha256 = hash('sha256', readFileSync(path));
		hashed.set(path, { stamp, sha256 });
		return sha256;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code ?? 'unreadable';
	}
}
