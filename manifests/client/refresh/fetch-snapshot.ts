import { createHash } from 'node:crypto';
import type { TroupeError } from '../../../core/base/errors';
import { isTroupeError } from '../../../core/base/errors';
import { parseToken, maximumBytesOf } from '../../token/read-token';
import type { TrustedSnapshot, TrustStore } from '../../trust/trust-store';
import type { CacheFolder, CheckState } from './cache-folder';
import { fault, type RegistryAnswer, type RegistryHttp } from '../registry-reader';
import { refusal } from '../../refusal';

const maximumBytes = maximumBytesOf('troupe-snapshot+jwt');

/** What the registry says is current: bytes that the store would accept. */
interface CurrentSnapshot {
	snapshot: TrustedSnapshot;
	token: Buffer;
	etag?: string;
	/** False when it is the one that lies in the folder already. */
	changed: boolean;
}

/**
 * One conditional GET of the tenant's snapshot. "Not modified" past the time of the one that we have is asked again without a condition,
 * once: a proxy may have gone wrong; a registry that freezes us gains nothing by it (TUF specification, section 5.4.4).
 * @throws TroupeError REGISTRY_UNREACHABLE, ACCESS_DENIED; TOKEN_INVALID, MANIFEST_ROLLED_BACK, MANIFEST_STALE for what it sent
 */
export async function fetchSnapshot(
	http: RegistryHttp,
	cache: CacheFolder,
	trust: () => Promise<TrustStore>,
	{ tenant, state, nowMs, signal }: { tenant: string; state: CheckState; nowMs: number; signal: AbortSignal },
): Promise<CurrentSnapshot> {
	const path = `tenants/${tenant}/snapshot`;
	const kept = cache.readSnapshot();
	const etag = kept !== undefined && state.sha256 === kept.sha256 ? state.etag : undefined;
	const get = (condition?: string): Promise<RegistryAnswer> =>
		http.get({ path, accept: 'application/jwt', maximumBytes, timeoutMs: 15_000, signal, ...(condition && { etag: condition }) });

	let answer = await get(etag);
	if (answer.status === 304 && (kept === undefined || isPast(path, kept.bytes, nowMs))) answer = await get();
	if (answer.status === 304) {
		if (kept === undefined || etag === undefined)
			throw fault(path, 'status', 'it answered 304 to a request without a condition', {
				details: { expected: 200, actual: 304 },
			});
		return { snapshot: (await trust()).verifySnapshot(path, kept.bytes, 'registry'), token: kept.bytes, etag, changed: false };
	}
	const snapshot = (await trust()).verifySnapshot(path, answer.body, 'registry');
	// A stale policy is for what this machine has, not for what it is sent: nobody needs to be given an expired document.
	if (snapshot.kind === 'stale') throw expired(path, snapshot);
	return { snapshot, token: answer.body, etag: answer.etag, changed: snapshot.sha256 !== kept?.sha256 };
}

/** Whether later editions of the root could make a refused document good: its key is unknown to the one in force. */
export const asksForLaterRoot = (error: unknown): boolean =>
	isTroupeError(error) && error.code === 'TOKEN_INVALID' && error.details.reason === 'key';

function isPast(name: string, bytes: Uint8Array, nowMs: number): boolean {
	try {
		return parseToken(name, 'troupe-snapshot+jwt', bytes).claimed.exp * 1000 <= nowMs;
	} catch (error) {
		// Damaged on the disk: a whole one is needed.
		if (isTroupeError(error)) return true;
		throw error;
	}
}

function expired(document: string, { document: { ver, exp } }: TrustedSnapshot): TroupeError {
	const actual = new Date(exp * 1000).toISOString();
	return refusal({
		code: 'MANIFEST_STALE',
		message: `${document} is refused: the registry sent the snapshot ${ver}, which expired at ${actual}`,
		fix: 'See why the registry issues no new snapshots (its snapshot key, its disk), and check the clock of this machine.',
		retryable: true,
		details: { document, reason: 'expired', expected: 'a snapshot that is still good', actual },
	});
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
