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

/** The pool and the client of `pg` say some things in words alone. */
const connectionWords =
	/connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|driver has already been destroyed/i;

/** Why a database failed that can do better later, as the end of `The database …`; undefined where the statement itself was wrong. */
export function passingReason(cause: unknown): string | undefined {
	const { errcode, code } = (cause ?? {}) as { errcode?: unknown; code?: unknown };
	if (typeof errcode === 'number') return sqliteReasons[errcode & 0xff];
	if (typeof code === 'string') {
		if (connectionCodes.includes(code)) return 'cannot be reached';
		const known = sqlStates.find(([pattern]) => /^[0-9A-Z]{5}$/.test(code) && pattern.test(code));
		if (known) return known[1];
	}
	return connectionWords.test(messageOf(cause)) ? 'cannot be reached' : undefined;
}

/** Whether it stays so until a person does something about it. */
export const isLasting = (reason: string) => /is damaged|is not a database|refuses the login|permissions/.test(reason);

/** A message of a driver never holds values of ours but a connection's may name its address and its user. */
export const briefOf = (cause: unknown) =>
	messageOf(cause)
		.split('\n')[0]!
		.replace(/\/\/[^@\s]*@/g, '//')
		.slice(0, 200);
