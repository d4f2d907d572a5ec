import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TroupeError } from '../../core/base/errors';

/** Creates a private temporary folder with these files. @throws TroupeError STORAGE_…, and leaves nothing */
export function createTemporaryFolder(prefix: string, files: Record<string, string> = {}, parent = tmpdir()): string {
	return explainErrors(parent, () => {
		const folder = mkdtempSync(join(parent, prefix));
		try {
			for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content, { mode: 0o600 });
		} catch (error) {
			rmSync(folder, { recursive: true, force: true });
			throw error;
		}
		return folder;
	});
}

/** The file is read-only. @throws TroupeError STORAGE_… */
export function writeTemporaryFile(path: string, content: string | Uint8Array): void {
	explainErrors(dirname(path), () => writeFileSync(path, content, { mode: 0o400 }));
}

const codes = { ENOSPC: 'STORAGE_FULL', EDQUOT: 'STORAGE_FULL', EROFS: 'STORAGE_READ_ONLY' } as const;

function explainErrors<Result>(folder: string, action: () => Result): Result {
	try {
		return action();
	} catch (error) {
		const { code = 'unknown error' } = error as NodeJS.ErrnoException;
		throw new TroupeError({
			code: codes[code as keyof typeof codes] ?? 'STORAGE_UNREADABLE',
			message: `The temporary folder ${folder} cannot be written to: ${code}.`,
			fix: 'Free space there, or set TMPDIR to another folder that this user can write to.',
			cause: error,
		});
	}
}
