import type { MetricsReport, Rollout } from '../registry-api';

/** Counts a report in its group. @returns the same rollout for a report of another version */
export function addReport(rollout: Rollout, { version, succeeded, failed, judged = { passed: 0, failed: 0 } }: MetricsReport): Rollout {
	const { groups, samples } = rollout;
	const side = version === rollout.to ? 'to' : groups && version === rollout.from ? 'from' : undefined;
	if (!side) return rollout;
	const group = groups && {
		succeeded: groups[side].succeeded + succeeded,
		failed: groups[side].failed + failed,
		judgedPassed: groups[side].judgedPassed + judged.passed,
		judgedFailed: groups[side].judgedFailed + judged.failed,
	};
	return {
		...rollout,
		...(side === 'to' && { samples: { succeeded: samples.succeeded + succeeded, failed: samples.failed + failed } }),
		...(groups && { groups: { ...groups, [side]: group } }),
	};
}
