import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { getErrorMessage, TroupeError, type TroupeErrorCode } from '../core/base/errors';
import { inMemory } from './open-sqlite';
import { isLasting, passingReason, type FaultKind } from './passing-reason';

interface StateFile {
	file: string;
	/** The subject of the message: `The conversations`. */
	what: string;
}

const newer = 'Run the version of Troupe that wrote the file, or a later one. The file is intact.';
const damaged =
	'Stop every program that uses the file and restore it from a backup (`troupe state backup` makes them). Keep the damaged file: `sqlite3 FILE .recover` reads what is left of it.';
const unreadable = 'Check that this user owns the file and its folder, and that the disk is mounted and free of errors.';

/** What stored data survives: no fix here removes a file, which can hold tokens, budgets or running processes. */
const kinds: Partial<Record<FaultKind, [code: TroupeErrorCode, fix: string]>> = {
	full: ['STORAGE_FULL', 'Free space on the disk that holds the file, then try again. What was stored before is intact.'],
	'read-only': ['STORAGE_READ_ONLY', 'Let this user write to the file and its folder: check their owner, their permissions and the mount.'],
	locked: ['STORAGE_LOCKED', 'Wait until the other process is done with the file, or stop that process.'],
	damaged: ['STORAGE_DAMAGED', damaged],
	permissions: ['STORAGE_UNREADABLE', unreadable],
	unreadable: ['STORAGE_UNREADABLE', unreadable],
	unreachable: ['STORAGE_UNREADABLE', unreadable],
};

/** The path is wrong, not the disk. */
const pathCodes = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG'];
const wrongPath: [code: TroupeErrorCode, fix: string] = ['INPUT_INVALID', 'Name a file in a folder that this user can write to.'];
const unforeseen: [code: TroupeErrorCode, fix: string] = [
	'INTERNAL',
	'Report this with the version of Troupe and the steps to reproduce it.',
];

/** Translates the failure of a file that holds state: a code and a fix for each cause. */
export function storageFault({ file, what }: StateFile, done: 'opened' | 'used', cause: unknown): TroupeError {
	const reason = passingReason(cause);
	const kind = reason?.kind === 'unreadable' && isDiskFull(file) ? 'full' : reason?.kind;
	const isPath = pathCodes.includes((cause as NodeJS.ErrnoException).code ?? '');
	const [code, fix] = isPath ? wrongPath : ((kind && kinds[kind]) ?? unforeseen);
	return new TroupeError({
		code,
		message: `${what} in ${file} cannot be ${done}: ${getErrorMessage(cause)}.`,
		fix,
		retryable: !isPath && reason !== undefined && !isLasting(reason),
		details: { file },
		cause,
	});
}

/** The refusal of a file that a later version of Troupe wrote. */
export function newerSchema({ file, what }: StateFile, found: number, supported: number): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `${what} in ${file} cannot be opened: a later version of Troupe wrote it (schema ${found}; this one knows ${supported}).`,
		fix: newer,
		details: { file, found, expected: supported },
	});
}

/** SQLite reports a full disk as a plain input/output error where it cannot grow its shared memory. */
function isDiskFull(file: string): boolean {
	if (file === inMemory) return false;
	try {
		return statfsSync(dirname(file)).bavail === 0;
	} catch {
		// The first fault is the one to report.
		return false;
	}
}
