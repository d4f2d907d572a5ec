import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TroupeError } from '../../core/base/errors';

export const restoringFolder = '.restoring';

/** Also after an interrupted restore. @throws TroupeError STORAGE_LOCKED */
export function refuseWhileRestoring(file: string): void {
	const folder = dirname(file);
	if (!existsSync(join(folder, restoringFolder))) return;
	throw new TroupeError({
		code: 'STORAGE_LOCKED',
		message: `${file} is not opened: ${folder} is being restored, or its restore was interrupted.`,
		fix: 'Wait until `troupe restore` is done. If none is running, run it again: it completes the restore or brings the former state back.',
		retryable: true,
		details: { file },
	});
}

/** https://sqlite.org/rescode.html */
const sqliteBusy = 5;

/** Detects idle connections too. False for a file of another kind. */
export async function isOpenSomewhere(file: string): Promise<boolean> {
	const { DatabaseSync } = await import('node:sqlite');
	const connection = new DatabaseSync(file, { timeout: 0 });
	try {
		// In WAL mode, open connections hold a shared lock, so the exclusive one fails.
		connection.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT');
		return false;
	} catch (error) {
		return ((error as { errcode?: number }).errcode ?? 0) % 256 === sqliteBusy;
	} finally {
		connection.close();
	}
}
