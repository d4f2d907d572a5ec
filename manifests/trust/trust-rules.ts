import type { HighWater } from './high-water';
import type { RootBytes } from './root/root-chain';
import type { RootDemand } from './root/root-demand';
import type { Freshness, StalePolicy } from './stale-policy';
import type { VerifiedToken } from '../token/read-token';
import type { TrustSource } from './trust-folders';

/** The rules for documents, besides their signatures. */
export interface TrustRules {
	/** The tenant of the snapshot. Default `default`. */
	tenant?: string;
	/** Default deny. */
	stalePolicy?: StalePolicy;
	/** The documents accepted before. Absent: none are known, and none are noted. */
	highWater?: HighWater;
	/** The roots that count. Default: every root, until a better one was accepted. */
	requireRoot?: RootDemand;
	/** Later editions of the root that were received, and are not in the folder yet. */
	receivedRoots?: ReadonlyMap<number, RootBytes>;
	/** Called when the stale policy lets an expired snapshot be used. */
	servedStale?: (snapshot: TrustedSnapshot) => void;
}

export type TimeNoter = (nowMs: number) => void;

/** A snapshot that can be used, and until when. */
export interface TrustedSnapshot extends VerifiedToken<'troupe-snapshot+jwt'>, Freshness {
	from: TrustSource;
}
