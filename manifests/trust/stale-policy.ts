import { countNouns } from '../../core/base/text/count-nouns';
import { stalePolicies, type StalePolicy } from '../documents/document-words';
import type { SnapshotDocument } from '../documents/snapshot-document';
import { refusedToken } from '../token/refused-token';
import { refusal } from '../refusal';

export { stalePolicies, type StalePolicy };

export interface Freshness {
	kind: 'fresh' | 'grace' | 'stale';
	/** Milliseconds since the epoch. */
	goodUntilMs: number;
	warnings: string[];
}

interface FreshnessRules {
	/** This machine's choice. The snapshot's signed policy can only make it stricter. */
	policy: StalePolicy;
	acceptedBefore: boolean;
	registry: boolean;
	/** Called with the end of a refused snapshot, in milliseconds since the epoch. */
	onExpired?: (endMs: number) => void;
}

/** Validity of a decision from an expired snapshot. */
const staleDecisionMs = 60_000;

/**
 * `acceptedBefore`: this machine accepted this snapshot while it was fresh. One that was stale at first sight does not show what was last approved.
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
	// An offline snapshot has the requested lifetime and no grace period.
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
/** Last part of an offline snapshot's lifetime: a person must bring the next bundle. */
const lastPart = 0.2;

/** Warns daily with the time left: the first warning may be missed. */
function offlineFreshness({ iat, exp }: SnapshotDocument, nowMs: number): Freshness {
	const endMs = exp * 1000;
	const warnFromMs = endMs - Math.floor((exp - iat) * 1000 * lastPart);
	if (nowMs < warnFromMs) return { kind: 'fresh', goodUntilMs: warnFromMs, warnings: [] };
	const warning = `The offline snapshot of this site ends at ${new Date(endMs).toISOString()}, in ${formatTimeLeft(endMs - nowMs)}; after that nothing runs. Import the next bundle: \`troupe manifest bundle import\``;
	return { kind: 'fresh', goodUntilMs: Math.min(endMs, nowMs + dayMs), warnings: [warning] };
}

export function formatTimeLeft(ms: number): string {
	const units = [
		['day', dayMs],
		['hour', 3_600_000],
	] as const;
	const [unit, unitMs] = units.find(([, each]) => ms >= 2 * each) ?? ['minute', 60_000];
	const count = Math.max(0, Math.floor(ms / unitMs));
	return countNouns(count, unit);
}
