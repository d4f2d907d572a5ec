import type { MetricsReport, Rollout, RolloutGroup, RolloutGroups, RolloutReporter } from '../registry-api';
import { emptyGroup } from './judge-groups';

/** Further reporters count under one name. */
export const maxReporters = 100;
const otherReporters = '(others)';

/**
 * Also counts per sender: reported runs cannot be verified, so people must see the source. @param subject the sending key or token, not the
 * self-named instance @returns the same rollout for a report of another version
 */
export function addReport(rollout: Rollout, subject: string, report: MetricsReport, nowMs: number): Rollout {
	const { groups, samples, from, to } = rollout;
	const other = rollout.others?.indexOf(report.version) ?? -1;
	const side = report.version === to || other >= 0 ? 'to' : groups && report.version === from ? 'from' : undefined;
	if (!side) return rollout;
	return {
		...rollout,
		...(side === 'to' && { samples: { succeeded: samples.succeeded + report.succeeded, failed: samples.failed + report.failed } }),
		...(groups && { groups: other < 0 ? { ...groups, [side]: addCounts(groups[side], report) } : addToOther(groups, other, report) }),
		reporters: addReporter(rollout.reporters ?? [], subject, side, report),
		reportedAt: new Date(nowMs).toISOString(),
	};
}

function addToOther(groups: RolloutGroups, other: number, report: MetricsReport): RolloutGroups {
	return { ...groups, others: (groups.others ?? []).map((group, place) => (place === other ? addCounts(group, report) : group)) };
}

function addReporter(
	reporters: readonly RolloutReporter[],
	subject: string,
	side: 'from' | 'to',
	report: MetricsReport,
): RolloutReporter[] {
	const isKnown = reporters.some((one) => one.subject === subject);
	const name = isKnown || reporters.length < maxReporters ? subject : otherReporters;
	const before = reporters.find((one) => one.subject === name) ?? { subject: name, from: emptyGroup, to: emptyGroup };
	return [...reporters.filter((one) => one !== before), { ...before, [side]: addCounts(before[side], report) }];
}

function addCounts(group: RolloutGroup, { succeeded, failed, judged = { passed: 0, failed: 0 } }: MetricsReport): RolloutGroup {
	return {
		succeeded: group.succeeded + succeeded,
		failed: group.failed + failed,
		judgedPassed: group.judgedPassed + judged.passed,
		judgedFailed: group.judgedFailed + judged.failed,
	};
}

const maxNamed = 10;

export function describeReporters(reporters: readonly RolloutReporter[]): string[] {
	const runs = ({ to }: RolloutReporter) => to.succeeded + to.failed;
	const sorted = reporters.toSorted((one, other) => runs(other) - runs(one));
	const named = sorted.slice(0, maxNamed).map((one) => `${one.subject} ${one.to.succeeded} of ${runs(one)}`);
	return sorted.length > maxNamed ? [...named, `${sorted.length - maxNamed} more`] : named;
}
