import { TroupeError } from '../../core/base/errors';
import type { SnapshotDocument } from '../documents/documents';
import { refusedToken } from '../token/refused-token';
import { refusal } from '../refusal';

export const stalePolicies = ['deny', 'allow-last-approved', 'audit'] as const;
/**
 * What may run when the snapshot is past its time and its grace, and no newer one can be had: nothing;
 * what was approved when this machine last accepted a fresh one; or all that the snapshot lets run, with a line in the audit log.
 */
export type StalePolicy = (typeof stalePolicies)[number];

/** The policy of `TROUPE_STALE_POLICY`. @throws TroupeError INPUT_INVALID */
export function parseStalePolicy(text: string | undefined): StalePolicy {
	if (!text) return 'deny';
	const policy = stalePolicies.find((name) => name === text);
	if (policy !== undefined) return policy;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `TROUPE_STALE_POLICY is none of ${stalePolicies.join(', ')}`,
		fix: `Set it to one of ${stalePolicies.join(', ')}.`,
		details: { expected: stalePolicies, actual: text.slice(0, 60) },
	});
}

export interface Freshness {
	kind: 'fresh' | 'grace' | 'stale';
	/** Milliseconds since the epoch: until when this holds. */
	goodUntilMs: number;
	/** For people. */
	warnings: string[];
}

/** How long a decision stands that rests on a snapshot past its time. */
const staleDecisionMs = 60_000;

/**
 * Whether a snapshot may still be served. `acceptedBefore`: this machine accepted this very one while it was fresh;
 * one that was stale when it was first seen tells nothing about what was last approved.
 * @throws TroupeError MANIFEST_STALE; TOKEN_INVALID (expired) where no registry could have sent a newer one
 */
export function freshnessOf(
	name: string,
	snapshot: SnapshotDocument,
	nowMs: number,
	{ policy, acceptedBefore, registry }: { policy: StalePolicy; acceptedBefore: boolean; registry: boolean },
): Freshness {
	const expiresMs = snapshot.exp * 1000;
	// The time of a site without a network is what was asked for, and no more.
	const graceMs = expiresMs + (snapshot.offline === undefined ? (snapshot.graceSeconds ?? 0) : 0) * 1000;
	const expired = `expired at ${new Date(expiresMs).toISOString()}`;
	if (nowMs < expiresMs && snapshot.offline !== undefined) return offlineFreshness(snapshot, nowMs);
	if (nowMs < expiresMs) return { kind: 'fresh', goodUntilMs: expiresMs, warnings: [] };
	if (nowMs < graceMs) {
		const warning = `The snapshot ${snapshot.ver} ${expired}; it is served until ${new Date(graceMs).toISOString()}, as it was signed`;
		return { kind: 'grace', goodUntilMs: graceMs, warnings: [warning] };
	}
	if (policy === 'audit' || (policy === 'allow-last-approved' && acceptedBefore)) {
		const warning = `The snapshot ${snapshot.ver} ${expired}; it is served by the stale policy ${policy}`;
		return { kind: 'stale', goodUntilMs: nowMs + staleDecisionMs, warnings: [warning] };
	}
	const details = { expected: `a snapshot that is good at ${new Date(nowMs).toISOString()}`, actual: expired };
	if (!registry) throw refusedToken(name, 'expired', `it ${expired}`, details);
	throw refusal({
		code: 'MANIFEST_STALE',
		message: `${name} is refused: the snapshot ${snapshot.ver} ${expired}, its grace is over, and the registry gave no newer one`,
		fix: 'Bring the registry back within reach, or check the clock of this machine (`troupe manifest trust reset` if it was far ahead).',
		retryable: true,
		details: { document: name, reason: 'expired', ...details },
	});
}

const dayMs = 86_400_000;
/** Of the life of a site without a network, the last part, in which somebody has to bring the next bundle. */
const lastPart = 0.2;

/** Told anew each day, with what is left: who reads a log of a month may have missed the first. */
function offlineFreshness({ iat, exp }: SnapshotDocument, nowMs: number): Freshness {
	const endMs = exp * 1000;
	const warnFromMs = endMs - Math.floor((exp - iat) * 1000 * lastPart);
	if (nowMs < warnFromMs) return { kind: 'fresh', goodUntilMs: warnFromMs, warnings: [] };
	const warning = `What this site lives by ends at ${new Date(endMs).toISOString()}, in ${timeLeft(endMs - nowMs)}; then nothing runs. Import the next bundle: \`troupe manifest bundle import\``;
	return { kind: 'fresh', goodUntilMs: Math.min(endMs, nowMs + dayMs), warnings: [warning] };
}

/** For people, such as `12 days`. */
export function timeLeft(ms: number): string {
	const units = [
		['day', dayMs],
		['hour', 3_600_000],
	] as const;
	const [unit, unitMs] = units.find(([, each]) => ms >= 2 * each) ?? ['minute', 60_000];
	const count = Math.max(0, Math.floor(ms / unitMs));
	return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
