import { channelMetrics } from './channels/channel-metrics';
import { readTrustStatus } from './health';
import type { RequestCounts } from './http/request-counts';
import { withTimeout, probeMs } from './with-timeout';
import type { ReportFault } from './log/fault-log';
import { engineMetrics, processMetrics, registryMetrics, stateMetrics, trustMetrics, workerMetrics } from './metrics';
import type { Metric } from './metrics-route';
import { qualityMetrics } from './quality/quality-metrics';
import type { openRuns } from './sandbox/open-runs';
import type { ServiceParts } from './service-parts';
import type { UntakenJobs } from './untaken-jobs';
import type { Host } from '../providers/compose/hosts/host';
import { readSetting } from '../core/base/settings/settings';
import { noticeWork } from '../providers/state/runs/run-notices';
import type { WorkBacklog } from '../providers/state/work-store';
import { openWork } from '../providers/compose/state/host-work';

interface Read {
	engineRequests: RequestCounts;
	untaken: UntakenJobs | undefined;
	sandbox: Awaited<ReturnType<typeof openRuns>>;
	report: ReportFault;
}

/** Reads all metrics of the service, within the time that Prometheus waits. Omits those of a store that does not answer: then the others matter most. */
export async function readMetrics(parts: ServiceParts, { engineRequests, untaken, sandbox, report }: Read): Promise<Metric[]> {
	const { engine, channels, host, metrics } = parts;
	const readOrOmit = <Answer>(answer: Promise<Answer> | undefined) =>
		withTimeout(answer, probeMs, 'Reading metrics').catch((error: unknown) => void report(error, {}));
	const [status, ofChannels, trust, quality, work] = await Promise.all([
		readOrOmit(engine?.readStatus()),
		readOrOmit(channels && channelMetrics(channels.channels, metrics.channels, report)),
		readTrustStatus(host.gate),
		readOrOmit(qualityMetrics(host)),
		readOrOmit(workMetrics(host)),
	]);
	return [
		...processMetrics(parts.version, parts.isDraining()),
		...(engine ? engineMetrics(status ?? undefined, engineRequests) : []),
		...(untaken?.metrics() ?? []),
		...(parts.served ? registryMetrics(parts.registryMetrics) : []),
		...workerMetrics(metrics),
		...(ofChannels ?? []),
		...trustMetrics(trust),
		...stateMetrics(parts.localState),
		...(quality ?? []),
		...(work ?? []),
		...(sandbox ? sandbox.metrics.read(sandbox.runs.running) : []),
	];
}

/** Bounds the series: those of the lanes that are least overdue are left out. */
const maxLanes = 1_000;

/** Returns what waits in the queue, of all tenants and machines, by lane. */
async function workMetrics(host: Host): Promise<Metric[]> {
	if (host.stateFolder === undefined && !host.database) return [];
	// Notices that nothing is to be told of wait until they are removed.
	const tells = readSetting('TROUPE_AGENT_WEBHOOK_URL') !== undefined;
	const backlogs = (await (await openWork(host)).measure(maxLanes)).filter(({ kind }) => tells || kind !== noticeWork);
	const labelsOf = ({ kind, tenant, lane }: WorkBacklog) => ({ kind, tenant, lane });
	return [
		{
			name: 'troupe_work_waiting',
			type: 'gauge',
			help: 'Works that wait for their time or for a process.',
			samples: backlogs.map((backlog) => ({ labels: labelsOf(backlog), value: backlog.count })),
		},
		{
			name: 'troupe_work_overdue_seconds',
			type: 'gauge',
			help: 'Time since the oldest work of a lane that no process does was due; 0 if none is.',
			samples: backlogs.map((backlog) => ({ labels: labelsOf(backlog), value: backlog.overdueMs / 1000 })),
		},
	];
}
