import { closeSync, constants, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import { pathReasons } from '../terminal/system-errors';

/** A file that is written in pieces, and has its name once it is whole. */
export interface PrivateFile {
	write(text: string): void;
	close(): void;
	/** Removes what was written. */
	remove(): void;
}

/** Only its owner can read it, from the first byte on. @throws TroupeError INPUT_INVALID when the path cannot be written */
export function openPrivateFile(path: string): PrivateFile {
	const part = `${path}.${randomUUID()}.part`;
	const descriptor = tryOpen(path, part);
	fchmodSync(descriptor, 0o600);
	let isOpen = true;
	const end = () => {
		if (isOpen) closeSync(descriptor);
		isOpen = false;
	};
	return {
		write: (text) => void writeAll(descriptor, Buffer.from(text)),
		close() {
			fsyncSync(descriptor);
			end();
			renameSync(part, path);
		},
		remove() {
			end();
			rmSync(part, { force: true });
		},
	};
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
	for (let from = 0; from < bytes.length;) from += writeSync(descriptor, bytes, from);
}

function tryOpen(path: string, part: string): number {
	try {
		return openSync(part, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
	} catch (cause) {
		const reason = pathReasons[(cause as NodeJS.ErrnoException).code ?? ''];
		if (reason === undefined) throw cause;
		throw new TroupeError({ code: 'INPUT_INVALID', message: `${path} cannot be written: ${reason}.`, fix: 'Choose another path.', cause });
	}
}
