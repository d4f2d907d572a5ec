import { closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { TroupeError } from '../../core/base/errors';

/**
 * Requires a file that only its owner can read, in a folder where no other user can replace it. On Windows, access lists are not checked. @throws
 * TroupeError INPUT_INVALID
 */
export function readPrivateFile(path: string): Buffer {
	const descriptor = openSync(path, 'r');
	try {
		// The mode of the opened file, not of a later replacement.
		refuseOpen(path, fstatSync(descriptor).mode, 0o077, '600');
		refuseOpen(dirname(path), statSync(dirname(path)).mode, 0o022, '700');
		return readFileSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

/** @throws TroupeError INPUT_INVALID if other users can change a file, such as one with a command */
export function refuseWritableByOthers(path: string): void {
	refuseOpen(path, statSync(path).mode, 0o022, 'go-w');
	refuseOpen(dirname(path), statSync(dirname(path)).mode, 0o022, 'go-w');
}

function refuseOpen(path: string, mode: number, forbidden: number, repair: string): void {
	if (process.platform === 'win32' || (mode & forbidden) === 0) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${path} contains keys and is open to other users of this machine (mode ${(mode & 0o777).toString(8)})`,
		fix: `Restrict it: chmod ${repair} ${JSON.stringify(path)}. If another user could have read a key, create a new one and revoke this one.`,
		details: { path, actual: (mode & 0o777).toString(8), expected: repair },
	});
}
