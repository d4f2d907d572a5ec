import { channelMetrics } from './channels/channel-metrics';
import { readTrustStatus } from './health';
import { readOrOmit } from './read-or-omit';
import type { ReportFault } from './log/fault-log';
import { engineMetrics, processMetrics, registryMetrics, stateMetrics, trustMetrics, workerMetrics } from './metrics';
import { measurements } from '../core/base/metrics/measurements';
import { type Metric, singleValue } from '../core/base/metrics/metrics';
import { qualityMetrics } from './quality/quality-metrics';
import type { ServiceSandbox } from './operations/sandbox/open-sandbox';
import type { ServiceParts } from './service-parts';
import type { UntakenJobs } from './untaken-jobs';
import { witnessMetrics } from './monitoring/witness-metrics';
import { workMetrics } from './work-metrics';

interface Read {
	untaken: UntakenJobs | undefined;
	sandbox: ServiceSandbox | undefined;
	report: ReportFault;
}

export async function readMetrics(parts: ServiceParts, { untaken, sandbox, report }: Read): Promise<Metric[]> {
	const { engine, channels, host, metrics } = parts;
	const readOf = <Answer>(answer: Promise<Answer> | undefined) => readOrOmit(answer, report);
	const [status, ofChannels, trust, quality, work, witnesses] = await Promise.all([
		readOf(engine?.readStatus()),
		readOf(channels && channelMetrics(channels, metrics.channels, report)),
		readTrustStatus(host.gate),
		readOf(qualityMetrics(host)),
		readOf(workMetrics(host)),
		readOf(witnessMetrics(host)),
	]);
	return [
		...processMetrics(parts.version, parts.isDraining()),
		...measurements.read('serve'),
		...(status ? engineMetrics(status) : []),
		...(untaken?.metrics() ?? []),
		...(parts.served ? registryMetrics(parts.registryMetrics) : []),
		...workerMetrics(metrics),
		...(ofChannels ?? []),
		...trustMetrics(trust),
		...stateMetrics(parts.localState),
		...(quality ?? []),
		...(work ?? []),
		...(witnesses ?? []),
		...(sandbox ? [singleValue('troupe_sandbox_running', sandbox.running)] : []),
	];
}
