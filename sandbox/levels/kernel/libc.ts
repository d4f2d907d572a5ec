import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findChangedFile, nativeFile } from './koffi-files';

type Value = number | bigint | Buffer | string;

export interface Libc {
	/** @throws Error with the name of the call and the errno */
	call(name: string, number: number, ...values: Value[]): number;
	/** The buffer must live as long as the address is in use. */
	addressOf(buffer: Buffer): bigint;
}

interface Koffi {
	load(path: null): { func(declaration: string): (...values: unknown[]) => number | bigint };
	errno(): number;
	address(value: unknown): bigint;
	os: { errno: Record<string, number> };
}

/** koffi needs declared argument kinds, and `syscall` takes any. @param folder that of koffi, which can change after it was found */
export function loadLibc(folder: string): Libc {
	const changed = findChangedFile(folder, nativeFile());
	if (changed) throw new Error(`koffi is not loaded, because ${changed.path} was changed`);
	const file = join(folder, nativeFile());
	const koffi = createRequire(file)(file) as Koffi;
	const library = koffi.load(null);
	const declared = new Map<string, (...values: unknown[]) => number | bigint>();
	return {
		call(name, number, ...values) {
			const kinds = values.map((value) =>
				Buffer.isBuffer(value) ? 'const void *' : typeof value === 'string' ? 'const char *' : 'int64_t',
			);
			const declaration = `long syscall(${['long', ...kinds].map((kind, index) => `${kind} v${index}`).join(', ')})`;
			if (!declared.has(declaration)) declared.set(declaration, library.func(declaration));
			const result = Number(declared.get(declaration)!(number, ...values));
			if (result >= 0) return result;
			const errno = koffi.errno();
			const named = Object.entries(koffi.os.errno).find(([, known]) => known === errno)?.[0] ?? String(errno);
			throw new Error(`${name} failed with ${named}`);
		},
		addressOf: (buffer) => koffi.address(buffer),
	};
}
