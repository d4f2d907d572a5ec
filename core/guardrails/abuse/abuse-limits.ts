import type { AbuseStanding } from '../../ports/abuse';

export interface AbuseLimits {
	windowMs: number;
	/** Rule-breaking messages within the window before a warning, slowdown or block. 0: never. */
	warn: number;
	slow: number;
	block: number;
	/** Min time between messages of a slowed contact. */
	slowMs: number;
	blockMs: number;
}

/** No action, one warning, fewer messages, none. */
export type AbuseStep = 'none' | 'warn' | 'slow' | 'block';

const maxViolations = 100;

export function findHindrance(standing: AbuseStanding | undefined, limits: AbuseLimits, now: number): 'slow' | 'block' | undefined {
	if (!standing) return undefined;
	if ((standing.blockedUntil ?? 0) > now) return 'block';
	if (!isSlowed(standing, limits, now)) return undefined;
	return now - (standing.passedAt ?? standing.violations.at(-1) ?? 0) < limits.slowMs ? 'slow' : undefined;
}

export function isSlowed({ violations }: AbuseStanding, { slow, windowMs }: AbuseLimits, now: number): boolean {
	return slow > 0 && countSince(violations, now - windowMs) >= slow;
}

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

export const keepMs = ({ windowMs, blockMs }: AbuseLimits): number => Math.max(windowMs, blockMs);

function countSince(violations: number[], since: number): number {
	return violations.filter((at) => at > since).length;
}
