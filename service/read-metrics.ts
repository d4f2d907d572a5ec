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
import { workMetrics } from './work-metrics';

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
