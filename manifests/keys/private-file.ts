import { closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { TroupeError } from '../../core/base/errors';

/**
 * Reads a file that its owner alone may read, in a folder in which nobody else may put another in its place. On Windows access lists decide, which are not looked at.
 * @throws TroupeError INPUT_INVALID
 */
export function readPrivateFile(path: string): Buffer {
	const descriptor = openSync(path, 'r');
	try {
		// Of what was opened, not of what lies there by now.
		refuseOpen(path, fstatSync(descriptor).mode, 0o077, '600');
		refuseOpen(dirname(path), statSync(dirname(path)).mode, 0o022, '700');
		return readFileSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

/** @throws TroupeError INPUT_INVALID when others than its owner may change a file, such as one that names a command */
export function refuseWritableByOthers(path: string): void {
	refuseOpen(path, statSync(path).mode, 0o022, 'go-w');
	refuseOpen(dirname(path), statSync(dirname(path)).mode, 0o022, 'go-w');
}

function refuseOpen(path: string, mode: number, forbidden: number, repair: string): void {
	if (process.platform === 'win32' || (mode & forbidden) === 0) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${path} is open to other users of this machine (mode ${(mode & 0o777).toString(8)}), and keys lie there`,
		fix: `Close it: chmod ${repair} ${JSON.stringify(path)}. If somebody could have read a key, make another and revoke this one.`,
		details: { path, actual: (mode & 0o777).toString(8), expected: repair },
	});
}
