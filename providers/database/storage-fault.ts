import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { getErrorMessage, TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import { inMemory } from './sqlite/open-sqlite';
import { isLasting, faultReason, shortenMessage, type FaultKind } from './fault-reason';

interface StateFile {
	file: string;
	what: string;
}

const newer = 'Run the version of Troupe that wrote the file, or a later one. The file is intact.';
const damaged =
	'Stop every program that uses the file and restore a backup (`troupe restore`). Keep the damaged file: `sqlite3 FILE .recover` reads what is left of it.';
const unreadable = 'Check that this user owns the file and its folder, and that the disk is mounted and free of errors.';

/** No fix here removes a file: it can hold tokens, budgets or running processes. */
const kinds: Partial<Record<FaultKind, [code: TroupeErrorCode, fix: string]>> = {
	full: ['STORAGE_FULL', 'Free space on the disk that holds the file, then try again. What was stored before is intact.'],
	'read-only': ['STORAGE_READ_ONLY', 'Let this user write to the file and its folder: check their owner, their permissions and the mount.'],
	busy: ['STORAGE_LOCKED', 'Free memory on this machine, then try again. What was stored before is intact.'],
	locked: ['STORAGE_LOCKED', 'Wait until the other process is done with the file, or stop that process.'],
	damaged: ['STORAGE_DAMAGED', damaged],
	permissions: ['STORAGE_UNREADABLE', unreadable],
	unreadable: ['STORAGE_UNREADABLE', unreadable],
	unreachable: ['STORAGE_UNREADABLE', unreadable],
};

const unchanged = 'Nothing of this change was stored.';

const serverKinds: Record<FaultKind, [code: TroupeErrorCode, fix: string]> = {
	full: ['STORAGE_FULL', `Free space on the disk of the server, then try again. ${unchanged}`],
	'read-only': [
		'STORAGE_READ_ONLY',
		'Let TROUPE_DATABASE_URL name the primary server, or all servers: postgres://user:password@one:5432,two:5432/database. A standby that was promoted accepts changes. Then try again.',
	],
	locked: ['STORAGE_LOCKED', `Try again. If the problem persists, look for long transactions in pg_stat_activity. ${unchanged}`],
	damaged: ['STORAGE_DAMAGED', 'Restore the database from a backup.'],
	unreadable: ['STORAGE_UNREADABLE', 'Check the disk and the log of the server.'],
	unreachable: [
		'STORAGE_UNREACHABLE',
		'Check that the server runs, that this machine can reach it and that its address is right (TROUPE_DATABASE_URL, --to, or the credential in n8n); then try again. What was stored before is intact.',
	],
	busy: ['STORAGE_UNREACHABLE', 'Allow more connections (max_connections of the server, or a pooler), then try again.'],
	internal: ['STORAGE_UNREADABLE', 'Look at the log of the server.'],
	login: [
		'STORAGE_UNREADABLE',
		'Check user, password and database in the address (TROUPE_DATABASE_URL, --to, or the credential in n8n), and sslmode if the server requires encryption.',
	],
	encryption: [
		'STORAGE_UNREADABLE',
		'Add sslrootcert=FILE with the certificate of its authority to TROUPE_DATABASE_URL and name the host as in its certificate, or change sslmode: docs/operations/shared-state.md.',
	],
	pooler: ['NOT_SUPPORTED', 'Set pool_mode of the pooler to transaction or session, or name the server itself in TROUPE_DATABASE_URL.'],
	permissions: [
		'STORAGE_UNREADABLE',
		'Give the user the right to create schemas in its database, or make it the owner of the schema troupe.',
	],
};

/** The path is wrong, not the disk. */
const pathCodes = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG'];
const wrongPath: [code: TroupeErrorCode, fix: string] = ['INPUT_INVALID', 'Name a file in a folder that this user can write to.'];
const unforeseen: [code: TroupeErrorCode, fix: string] = [
	'INTERNAL',
	'Report this with the version of Troupe and the steps to reproduce it.',
];

export function storageFault({ file, what }: StateFile, done: 'opened' | 'used' | 'compacted', cause: unknown): TroupeError {
	const reason = faultReason(cause);
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

export function serverFault({ where, what }: { where: string; what: string }, done: 'opened' | 'used', cause: unknown): TroupeError {
	const reason = faultReason(cause);
	const [code, fix] = reason ? serverKinds[reason.kind] : unforeseen;
	return new TroupeError({
		code,
		message: `${what} in PostgreSQL at ${where} cannot be ${done}: ${shortenMessage(cause)}.`,
		fix,
		retryable: reason !== undefined && !isLasting(reason),
		details: { where },
		cause,
	});
}

export function newerSchema({ file, what }: StateFile, found: number, supported: number): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `${what} in ${file} cannot be opened: a later version of Troupe wrote it (schema ${found}; this one knows ${supported}).`,
		fix: newer,
		details: { file, found, expected: supported },
	});
}

/** SQLite reports a full disk as an I/O error if it cannot grow its shared memory. */
function isDiskFull(file: string): boolean {
	if (file === inMemory) return false;
	try {
		return statfsSync(dirname(file)).bavail === 0;
	} catch {
		return false;
	}
}
