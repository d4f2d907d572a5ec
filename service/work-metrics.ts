import { type Metric, metricOf } from '../core/base/metrics/metrics';
import { readSetting } from '../core/base/settings/settings';
import type { Host } from '../providers/compose/hosts/host';
import { openWork } from '../providers/compose/state/host-work';
import { noticeWork } from '../providers/state/runs/run-notices';
import type { WorkBacklog } from '../providers/state/work-store';

/** Bounds the series: the least overdue lanes are left out. */
const maxLanes = 1_000;

export async function workMetrics(host: Host): Promise<Metric[]> {
	if (host.stateFolder === undefined && !host.database) return [];
	// Unreported notices wait until they are removed.
	const tells = readSetting('TROUPE_AGENT_WEBHOOK_URL') !== undefined;
	const backlogs = (await (await openWork(host)).measure(maxLanes)).filter(({ kind }) => tells || kind !== noticeWork);
	const labelsOf = ({ kind, tenant, lane }: WorkBacklog) => ({ kind, tenant, lane });
	return [
		metricOf(
			'troupe_work_waiting',
			backlogs.map((backlog) => ({ labels: labelsOf(backlog), value: backlog.count })),
		),
		metricOf(
			'troupe_work_overdue_seconds',
			backlogs.map((backlog) => ({ labels: labelsOf(backlog), value: backlog.overdueMs / 1000 })),
		),
	];
}
