import type { AbuseStanding } from '../../ports/abuse';

/** Steps against a contact who breaks rules. */
export interface AbuseLimits {
	windowMs: number;
	/** Messages within the window that broke a rule, from which the contact is warned, slowed down, blocked. 0: never. */
	warn: number;
	slow: number;
	block: number;
	/** Time between two messages of a contact who is slowed down. */
	slowMs: number;
	blockMs: number;
}

/** Consequence for a contact: nothing yet, one warning, fewer messages, none. */
export type AbuseStep = 'none' | 'warn' | 'slow' | 'block';

const maxViolations = 100;

/** Returns whether a message of the contact may pass now. */
export function findHindrance(standing: AbuseStanding | undefined, limits: AbuseLimits, now: number): 'slow' | 'block' | undefined {
	if (!standing) return undefined;
	if ((standing.blockedUntil ?? 0) > now) return 'block';
	if (!isSlowed(standing, limits, now)) return undefined;
	return now - (standing.passedAt ?? standing.violations.at(-1) ?? 0) < limits.slowMs ? 'slow' : undefined;
}

/** Returns whether the contact has to wait between two messages. */
export function isSlowed({ violations }: AbuseStanding, { slow, windowMs }: AbuseLimits, now: number): boolean {
	return slow > 0 && countSince(violations, now - windowMs) >= slow;
}

/** Counts one more message that broke a rule. @returns the standing, and the step that this message reached */
export function countViolation(
	standing: AbuseStanding | undefined,
	limits: AbuseLimits,
	now: number,
): { standing: AbuseStanding; reached: AbuseStep } {
	const violations = [...(standing?.violations ?? []).filter((at) => at > now - limits.windowMs), now].slice(-maxViolations);
	const reached = (['block', 'slow', 'warn'] as const).find((step) => limits[step] > 0 && violations.length >= limits[step]) ?? 'none';
	const blockedUntil = reached === 'block' ? now + limits.blockMs : standing?.blockedUntil;
	return { standing: { ...standing, violations, ...(blockedUntil !== undefined && { blockedUntil }) }, reached };
}

/** Time after which a standing no longer counts. */
export const keepMs = ({ windowMs, blockMs }: AbuseLimits): number => Math.max(windowMs, blockMs);

function countSince(violations: number[], since: number): number {
	return violations.filter((at) => at > since).length;
}
