import { isCertificateFault } from '../../core/base/network/certificate-fault';
import { getErrorMessage } from '../../core/base/errors';

export type FaultKind =
	| 'locked'
	| 'read-only'
	| 'unreadable'
	| 'damaged'
	| 'full'
	| 'unreachable'
	| 'busy'
	| 'internal'
	| 'login'
	| 'permissions'
	| 'encryption'
	| 'pooler';

export interface FaultReason {
	kind: FaultKind;
	text: string;
}

const locked: FaultReason = { kind: 'locked', text: 'is locked by another process' };
const readOnly: FaultReason = { kind: 'read-only', text: 'cannot be written to' };
const full: FaultReason = { kind: 'full', text: 'has no room left' };
const permissions: FaultReason = { kind: 'permissions', text: 'denies the necessary permissions' };
const untrusted: FaultReason = { kind: 'encryption', text: 'offers no encrypted connection that this machine trusts' };
const login: FaultReason = { kind: 'login', text: 'refuses the login' };
const unreachable: FaultReason = { kind: 'unreachable', text: 'cannot be reached' };

const sqliteReasons: Record<number, FaultReason> = {
	5: locked,
	6: locked,
	3: permissions,
	8: readOnly,
	10: { kind: 'unreadable', text: 'cannot be read or written (the disk is full or faulty)' },
	11: { kind: 'damaged', text: 'is damaged' },
	7: { kind: 'busy', text: 'has no memory left' },
	13: full,
	14: { kind: 'unreadable', text: 'cannot be opened' },
	15: locked,
	17: locked,
	22: { kind: 'full', text: 'is larger than the file system allows' },
	26: { kind: 'damaged', text: 'is not a database' },
};

const sqlStates: Array<[RegExp, FaultReason]> = [
	[/^08/, unreachable],
	[/^57P/, { kind: 'unreachable', text: 'is starting or stopping' }],
	// The server ended the transaction, as when the process or network stood still.
	[/^25P0[34]/, { kind: 'unreachable', text: 'ended a transaction that waited too long' }],
	[/^57014/, { kind: 'locked', text: 'took too long for a statement' }],
	[/^53(1|2)/, full],
	[/^53/, { kind: 'busy', text: 'has no free connection' }],
	[/^(40|55P03|55006|72)/, locked],
	[/^25006/, readOnly],
	[/^XX00[12]/, { kind: 'damaged', text: 'is damaged' }],
	[/^(58|XX)/, { kind: 'internal', text: 'reported an internal error' }],
	[/^(28|3D)/, login],
	[/^42501/, permissions],
];

const fileReasons: Record<string, FaultReason> = {
	ENOSPC: full,
	EDQUOT: full,
	EROFS: readOnly,
	EACCES: permissions,
	EPERM: permissions,
};

const connectionCodes = [
	'ECONNREFUSED',
	'ECONNRESET',
	'EPIPE',
	'ENOENT',
	'ENOTFOUND',
	'ETIMEDOUT',
	'EHOSTUNREACH',
	'EAI_AGAIN',
	'ENOTDIR',
	'EISDIR',
	'EEXIST',
	'ELOOP',
	'ENAMETOOLONG',
	'EMFILE',
	'ENFILE',
];

const tlsCodes = /^ERR_(?:SSL|TLS)_/;

/** The server refuses encryption, which `pg` reports only in words. */
const noEncryption = /server does not support SSL connections/i;

/** PgBouncer's refusal, which has no code of its own. */
const noTransactions = /not allowed in statement pooling mode/;
const pooledStatements: FaultReason = { kind: 'pooler', text: 'is behind a pooler that allows no transactions' };

/** Faults that `pg` reports only in words. */
const connectionWords =
	/connection terminated|timeout exceeded when trying to connect|query read timeout|client has encountered a connection error|not queryable|driver has already been destroyed/i;

/** The client reports a missing password before the server can. */
const noPassword = /client password must be/i;

/** Undefined if the statement itself was wrong. */
export function faultReason(cause: unknown): FaultReason | undefined {
	const { errcode, code } = (cause ?? {}) as { errcode?: unknown; code?: unknown };
	if (typeof errcode === 'number') return sqliteReasons[errcode & 0xff];
	const message = getErrorMessage(cause);
	if (noTransactions.test(message)) return pooledStatements;
	if (typeof code === 'string') {
		if (connectionCodes.includes(code)) return unreachable;
		if (fileReasons[code]) return fileReasons[code];
		const match = sqlStates.find(([pattern]) => /^[0-9A-Z]{5}$/.test(code) && pattern.test(code));
		if (match) return match[1];
		if (isCertificateFault(code) || tlsCodes.test(code)) return untrusted;
	}
	if (noEncryption.test(message)) return untrusted;
	if (noPassword.test(message)) return login;
	return connectionWords.test(message) ? unreachable : undefined;
}

/** True if only a person can fix it. */
export const isLasting = ({ kind }: FaultReason): boolean => ['damaged', 'login', 'permissions', 'encryption', 'pooler'].includes(kind);

export const shortenMessage = (cause: unknown) =>
	getErrorMessage(cause)
		.split('\n')[0]!
		.replace(/\/\/[^@\s]*@/g, '//')
		.slice(0, 200);
