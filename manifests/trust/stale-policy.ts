import { countNouns } from '../../core/base/text/count-nouns';
import { stalePolicies, type StalePolicy } from '../documents/document-words';
import type { SnapshotDocument } from '../documents/snapshot-document';
import { refusedToken } from '../token/refused-token';
import { refusal } from '../refusal';

export { stalePolicies, type StalePolicy };

export interface Freshness {
	kind: 'fresh' | 'grace' | 'stale';
	/** Valid until this time, in milliseconds since the epoch. */
	goodUntilMs: number;
	/** For people. */
	warnings: string[];
}

interface FreshnessRules {
	/** What this machine chose. The signed policy of the snapshot can only make it stricter. */
	policy: StalePolicy;
	acceptedBefore: boolean;
	registry: boolean;
	/** Told the end of a snapshot that is refused, in milliseconds since the epoch. */
	onExpired?: (endMs: number) => void;
}

/** Validity of a decision based on an expired snapshot. */
const staleDecisionMs = 60_000;

/**
 * Judges whether a snapshot can still be used. `acceptedBefore`: this machine accepted this very snapshot while it was fresh. A snapshot that was
 * stale when it was first seen does not show what was last approved.
 * @throws TroupeError MANIFEST_STALE; TOKEN_INVALID (expired) when no registry could have sent a newer one
 */
export function judgeFreshness(
	name: string,
	snapshot: SnapshotDocument,
	nowMs: number,
	{ policy: chosen, acceptedBefore, registry, onExpired }: FreshnessRules,
): Freshness {
	const policy = chooseStricter(chosen, snapshot.policy?.stalePolicy);
	const expiresMs = snapshot.exp * 1000;
	// A site without a network gets the requested lifetime and no grace period.
	const graceMs = expiresMs + (snapshot.offline === undefined ? (snapshot.graceSeconds ?? 0) : 0) * 1000;
	const expired = `expired at ${new Date(expiresMs).toISOString()}`;
	if (nowMs < expiresMs && snapshot.offline !== undefined) return offlineFreshness(snapshot, nowMs);
	if (nowMs < expiresMs) return { kind: 'fresh', goodUntilMs: expiresMs, warnings: [] };
	if (nowMs < graceMs) {
		const warning = `The snapshot ${snapshot.ver} ${expired}; it is used until ${new Date(graceMs).toISOString()}, the signed grace period`;
		return { kind: 'grace', goodUntilMs: graceMs, warnings: [warning] };
	}
	if (policy === 'audit' || (policy === 'allow-last-approved' && acceptedBefore)) {
		const warning = `The snapshot ${snapshot.ver} ${expired}; it is used because of the stale policy ${policy}`;
		return { kind: 'stale', goodUntilMs: nowMs + staleDecisionMs, warnings: [warning] };
	}
	onExpired?.(graceMs);
	const details = { expected: `a snapshot that is valid at ${new Date(nowMs).toISOString()}`, actual: expired };
	if (!registry) throw refusedToken(name, 'expired', `it ${expired}`, details);
	throw refusal({
		code: 'MANIFEST_STALE',
		message: `${name} is refused: the snapshot ${snapshot.ver} ${expired}, its grace period is over, and the registry sent no newer one`,
		fix: 'Make the registry reachable again, or check the clock of this machine (`troupe manifest trust reset` if it was far ahead).',
		retryable: true,
		details: { document: name, reason: 'expired', ...details },
	});
}

function chooseStricter(chosen: StalePolicy, signed: StalePolicy = 'audit'): StalePolicy {
	return stalePolicies.find((one) => one === chosen || one === signed)!;
}

const dayMs = 86_400_000;
/** The last part of the lifetime of an offline snapshot, in which a person has to bring the next bundle. */
const lastPart = 0.2;

/** The warning is repeated daily with the time left, because people who read a month of logs may have missed the first one. */
function offlineFreshness({ iat, exp }: SnapshotDocument, nowMs: number): Freshness {
	const endMs = exp * 1000;
	const warnFromMs = endMs - Math.floor((exp - iat) * 1000 * lastPart);
	if (nowMs < warnFromMs) return { kind: 'fresh', goodUntilMs: warnFromMs, warnings: [] };
	const warning = `The offline snapshot of this site ends at ${new Date(endMs).toISOString()}, in ${formatTimeLeft(endMs - nowMs)}; after that nothing runs. Import the next bundle: \`troupe manifest bundle import\``;
	return { kind: 'fresh', goodUntilMs: Math.min(endMs, nowMs + dayMs), warnings: [warning] };
}

/** Formats a duration for people, such as `12 days`. */
export function formatTimeLeft(ms: number): string {
	const units = [
		['day', dayMs],
		['hour', 3_600_000],
	] as const;
	const [unit, unitMs] = units.find(([, each]) => ms >= 2 * each) ?? ['minute', 60_000];
	const count = Math.max(0, Math.floor(ms / unitMs));
	return countNouns(count, unit);
}
