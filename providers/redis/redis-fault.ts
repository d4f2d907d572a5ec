import { getErrorMessage, isTroupeError, TroupeError, type TroupeErrorCode } from '../../core/base/errors';

export const troupeRights =
	'resetkeys ~troupe:* resetchannels &troupe:* +ping +select +info +eval +evalsha +incr +pexpire +pttl +publish +subscribe +unsubscribe';

/** Redis errors (https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors) with their fixes. */
const kinds: Array<[answer: RegExp, code: TroupeErrorCode, fix: string]> = [
	[/NOPERM/, 'STORAGE_UNREADABLE', `Give the user of TROUPE_REDIS_URL these rights: ACL SETUSER name ${troupeRights}.`],
	[/WRONGPASS|NOAUTH|ERR AUTH|invalid password/, 'STORAGE_UNREADABLE', 'Check user and password in TROUPE_REDIS_URL.'],
	[/^OOM|MISCONF/, 'STORAGE_FULL', 'Give the Redis more memory (maxmemory) or disk, or set maxmemory-policy to volatile-ttl.'],
	[/READONLY/, 'STORAGE_READ_ONLY', 'Let TROUPE_REDIS_URL name the primary Redis, not a replica.'],
	[
		/certificate|altnames|issuer|self-signed|self signed|SSL|TLS/i,
		'STORAGE_UNREACHABLE',
		'Check that the Redis speaks TLS (rediss://) and that Node trusts its certificate: NODE_EXTRA_CA_CERTS names the file of an own authority.',
	],
];

const otherwise = 'Check that the Redis runs and that TROUPE_REDIS_URL is right.';

/** @param lost the failed function: `does not count requests` @param meanwhile the fallback, as a sentence */
export function redisFault(address: string, lost: string, meanwhile: string, cause: unknown): TroupeError {
	// A translated fault already has Redis's answer as cause.
	const reason = getErrorMessage(isTroupeError(cause) ? cause.cause : cause)
		.split('\n')[0]!
		.slice(0, 200)
		.replace(/\.$/, '');
	const [, code, fix] = kinds.find(([answer]) => answer.test(reason)) ?? [undefined, 'STORAGE_UNREACHABLE' as const, otherwise];
	return new TroupeError({
		code,
		message: `Redis at ${new URL(address).host} ${lost}: ${reason}.`,
		fix: `${fix} ${meanwhile}`,
		retryable: true,
		cause,
	});
}
