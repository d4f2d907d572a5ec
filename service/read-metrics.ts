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

/** Returns what waits in the queue, of all tenants and machines, by kind. */
async function workMetrics(host: Host): Promise<Metric[]> {
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
