import type { HighWater } from './high-water';
import type { RootBytes } from './root/root-chain';
import type { RootDemand } from './root/root-demand';
import type { Freshness, StalePolicy } from './stale-policy';
import type { VerifiedToken } from '../token/read-token';
import type { TrustSource } from './trust-folders';

export interface TrustRules {
	/** Tenant of the snapshot. Default `default`. */
	tenant?: string;
	/** Default deny. */
	stalePolicy?: StalePolicy;
	/** Documents accepted before. Absent: none are known or noted. */
	highWater?: HighWater;
	/** Roots that count. Default: every root, until a better one was accepted. */
	requireRoot?: RootDemand;
	receivedRoots?: ReadonlyMap<number, RootBytes>;
	servedStale?: (snapshot: TrustedSnapshot) => void;
}

export type TimeNoter = (nowMs: number) => void;

export interface TrustedSnapshot extends VerifiedToken<'troupe-snapshot+jwt'>, Freshness {
	from: TrustSource;
}
