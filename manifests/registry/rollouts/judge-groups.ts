import type { Interval } from '../../../core/base/statistics/bootstrap';
import { compareShares, type Counts, countAll } from '../../../core/base/statistics/compare-shares';
import type { Rollout, RolloutGroup } from '../registry-api';

export const emptyGroup: RolloutGroup = { succeeded: 0, failed: 0, judgedPassed: 0, judgedFailed: 0 };

export const emptyGroups: NonNullable<Rollout['groups']> = { from: emptyGroup, to: emptyGroup, looks: 0 };

export interface GroupVerdict {
	kind: 'worse' | 'not worse' | 'open';
	groups: NonNullable<Rollout['groups']>;
	reason: string;
}

/** Probability of aborting an equally good version, over all looks at all stages. */
export const falseAborts = 0.05;
/** Probability per look of accepting a version that is worse by more than the tolerance. */
const falsePromotions = 0.05;

/**
 * Each look can be wrong, so groups are compared only at the required samples, twice, four times as many, and so on. Each look may be wrong half as
 * often as the one before; together they stay below `falseAborts`.
 */
export function judgeGroups({ quality, groups = emptyGroups, stages }: Rollout): GroupVerdict | undefined {
	if (!quality) return undefined;
	const before = readCounts(groups.from, quality.compare);
	const after = readCounts(groups.to, quality.compare);
	const size = Math.min(countAll(before), countAll(after));
	const needed = quality.minimumSamples * 2 ** groups.looks;
	const shares = `${formatCounts(after)} of the new version, ${formatCounts(before)} of the old one`;
	if (size < needed)
		return groups.notWorse
			? { kind: 'not worse', groups, reason: `${quality.promote === 'better' ? 'better' : 'not worse'}: ${shares}` }
			: { kind: 'open', groups, reason: `${size} of ${needed} samples in each group` };
	const looks = groups.looks + 1;
	const error = falseAborts / stages.length / 2 ** looks;
	const difference = compareShares(before, after, 2 * error)!;
	const interval = formatInterval(difference);
	const { notWorse: _, ...counts } = groups;
	const openAt = (shown: string): GroupVerdict => ({
		kind: 'open',
		groups: { ...counts, looks },
		reason: `no difference shown yet, ${shown}; looked at again after ${2 * needed} samples`,
	});
	if (difference.high < 0) return { kind: 'worse', groups: { ...counts, looks }, reason: `worse by ${interval}: ${shares}` };
	if (quality.promote === 'better') {
		if (difference.low > 0)
			return { kind: 'not worse', groups: { ...counts, looks, notWorse: true }, reason: `better by ${interval}: ${shares}` };
		return openAt(interval);
	}
	const least = compareShares(before, after, 2 * falsePromotions)!.low;
	if (least >= -(quality.tolerance ?? defaultTolerance))
		return { kind: 'not worse', groups: { ...counts, looks, notWorse: true }, reason: `not worse, ${interval}: ${shares}` };
	return openAt(interval);
}

/** Max decrease, at the end of the interval, for "not worse". */
export const defaultTolerance = 0.05;

export const readCounts = (group: RolloutGroup, compare: 'judged' | 'runs'): Counts =>
	compare === 'judged' ? { passed: group.judgedPassed, failed: group.judgedFailed } : { passed: group.succeeded, failed: group.failed };

export const formatCounts = (counts: Counts): string => `${counts.passed} of ${countAll(counts)}`;
const formatShare = (share: number): string => `${Number((share * 100).toFixed(1))} %`;

export const formatInterval = ({ value, low, high }: Interval): string =>
	`${formatShare(value)} (${formatShare(low)} to ${formatShare(high)})`;
