import { messageOf } from '../core/base/errors';

/** SQLite's result codes, https://sqlite.org/rescode.html. */
const sqliteReasons: Record<number, string> = {
	5: 'is locked by another process',
	6: 'is locked by another process',
	8: 'cannot be written to',
	10: 'cannot be read or written (the disk is full or faulty)',
	11: 'is damaged',
	13: 'has no room left',
	14: 'cannot be opened',
	26: 'is not a database',
};

/** Classes and codes of SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html. */
const sqlStates: Array<[RegExp, string]> = [
	[/^08/, 'cannot be reached'],
	[/^57P/, 'is starting or stopping'],
	[/^53(1|2)/, 'has no room left'],
	[/^53/, 'has no free connection'],
	[/^(40|55P03|57014)/, 'is locked by another process'],
	[/^25006/, 'cannot be written to'],
	[/^(58|XX)/, 'reported an internal error'],
	[/^(28|3D)/, 'refuses the login'],
	[/^42501/, 'denies the necessary permissions'],
];

const connectionCodes = [
	'ECONNREFUSED',
	'ECONNRESET',
	'EPIPE',
	'ENOENT',
	'ENOTFOUND',
	'ETIMEDOUT',
	'EHOSTUNREACH',
	'EAI_AGAIN',
	'ENOSPC',
	'EROFS',
	'EACCES',
	'EPERM',
	'ENOTDIR',
	'EISDIR',
	'EEXIST',
	'ELOOP',
	'ENAMETOOLONG',
	'EMFILE',
	'ENFILE',
	'EDQUOT',
];

/** Faults that the pool and client of `pg` report only in words. */
const connectionWords =
	/connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|driver has already been destroyed/i;

/** Returns why a database failed, as the end of `The database …`; undefined if the statement itself was wrong. */
export function passingReason(cause: unknown): string | undefined {
	const { errcode, code } = (cause ?? {}) as { errcode?: unknown; code?: unknown };
	if (typeof errcode === 'number') return sqliteReasons[errcode & 0xff];
	if (typeof code === 'string') {
		if (connectionCodes.includes(code)) return 'cannot be reached';
		const match = sqlStates.find(([pattern]) => /^[0-9A-Z]{5}$/.test(code) && pattern.test(code));
		if (match) return match[1];
	}
	return connectionWords.test(messageOf(cause)) ? 'cannot be reached' : undefined;
}

/** Whether the fault stays until a person fixes it. */
export const isLasting = (reason: string) => /is damaged|is not a database|refuses the login|permissions/.test(reason);

/** Returns one short line of a driver's message without user and password, which messages about connections may contain. */
export const shortenMessage = (cause: unknown) =>
	messageOf(cause)
		.split('\n')[0]!
		.replace(/\/\/[^@\s]*@/g, '//')
		.slice(0, 200);
