import { createHash } from 'node:crypto';
import type { TroupeError } from '../../../core/base/errors';
import { isTroupeError } from '../../../core/base/errors';
import { parseToken, getMaxTokenBytes } from '../../token/read-token';
import type { TrustStore } from '../../trust/trust-store';
import type { CacheFolder, CheckState } from './cache-folder';
import { createFault, type RegistryAnswer, type RegistryReader } from '../registry-reader';
import { refusal } from '../../refusal';
import type { TrustedSnapshot } from '../../trust/trust-rules';

const maximumBytes = getMaxTokenBytes('troupe-snapshot+jwt');

interface CurrentSnapshot {
	snapshot: TrustedSnapshot;
	token: Buffer;
	etag?: string;
	changed: boolean;
}

/**
 * Sends one conditional GET. If "not modified" but the stored snapshot has expired, asks again without a condition, in case a proxy is wrong. A
 * registry gains nothing by freezing this machine (TUF specification, section 5.4.4). @throws TroupeError REGISTRY_UNREACHABLE, ACCESS_DENIED;
 * TOKEN_INVALID, MANIFEST_ROLLED_BACK, MANIFEST_STALE for the received snapshot
 */
export async function fetchSnapshot(
	http: RegistryReader,
	cache: CacheFolder,
	trust: () => Promise<TrustStore>,
	{ tenant, state, nowMs, signal }: { tenant: string; state: CheckState; nowMs: number; signal: AbortSignal },
): Promise<CurrentSnapshot> {
	const path = `tenants/${tenant}/snapshot`;
	const stored = cache.readSnapshot();
	const etag = stored !== undefined && state.sha256 === stored.sha256 ? state.etag : undefined;
	const get = (condition?: string): Promise<RegistryAnswer> =>
		http.get({ path, accept: 'application/jwt', maxBytes: maximumBytes, timeoutMs: 15_000, signal, ...(condition && { etag: condition }) });

	let answer = await get(etag);
	if (answer.status === 304 && (stored === undefined || isPast(path, stored.bytes, nowMs))) answer = await get();
	if (answer.status === 304) {
		if (stored === undefined || etag === undefined)
			throw createFault(path, 'status', 'it returned 304 to a request without a condition', {
				details: { expected: 200, actual: 304 },
			});
		return { snapshot: (await trust()).verifySnapshot(path, stored.bytes, 'registry'), token: stored.bytes, etag, changed: false };
	}
	const snapshot = (await trust()).verifySnapshot(path, answer.body, 'registry');
	// The stale policy covers only stored documents. An expired document is never accepted from the registry.
	if (snapshot.kind === 'stale') throw expired(path, snapshot);
	return { snapshot, token: answer.body, etag: answer.etag, changed: snapshot.sha256 !== stored?.sha256 };
}

/** Returns true if a later root could make a refused document valid: the current root does not know its key. */
export const asksForLaterRoot = (error: unknown): boolean =>
	isTroupeError(error) && error.code === 'TOKEN_INVALID' && error.details.reason === 'key';

function isPast(name: string, bytes: Uint8Array, nowMs: number): boolean {
	try {
		return parseToken(name, 'troupe-snapshot+jwt', bytes).claimed.exp * 1000 <= nowMs;
	} catch (error) {
		// Damaged on disk, so a complete one is needed.
		if (isTroupeError(error)) return true;
		throw error;
	}
}

function expired(document: string, { document: { ver, exp } }: TrustedSnapshot): TroupeError {
	const actual = new Date(exp * 1000).toISOString();
	return refusal({
		code: 'MANIFEST_STALE',
		message: `${document} is refused: the registry sent the snapshot ${ver}, which expired at ${actual}`,
		fix: 'Find out why the registry issues no new snapshots (its snapshot key, its disk), and check the clock of this machine.',
		retryable: true,
		details: { document, reason: 'expired', expected: 'a snapshot that is still valid', actual },
	});
}

export const computeSha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
