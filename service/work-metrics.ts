import type { Host } from '../providers/compose/hosts/host';
import { openWork } from '../providers/compose/state/host-work';
import type { Metric } from './metrics-route';

/** Returns what waits in the queue, of all tenants and machines, by kind. */
export async function workMetrics(host: Host): Promise<Metric[]> {
	if (host.stateFolder === undefined && !host.database) return [];
	const backlogs = await (await openWork(host)).measure();
	return [
		{
			name: 'troupe_work_waiting',
			type: 'gauge',
			help: 'Works that wait for their time or for a process, by kind.',
			samples: backlogs.map(({ kind, count }) => ({ labels: { kind }, value: count })),
		},
		{
			name: 'troupe_work_overdue_seconds',
			type: 'gauge',
			help: 'Time since the oldest work of a kind that no process does was due; 0 if none is.',
			samples: backlogs.map(({ kind, overdueMs }) => ({ labels: { kind }, value: overdueMs / 1000 })),
		},
	];
}
