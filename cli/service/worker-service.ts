import { randomUUID } from 'node:crypto';
import { fastify, type FastifyInstance } from 'fastify';
import type { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import type { WebhookHints } from '../../manifests/client/webhook-hints';
import type { Log } from './log/log';
import { checkGate, checkSharedState, healthRoutes, readTrustStatus } from './health';
import { faultLog } from './log/fault-log';
import type { Host } from '../../providers/compose/host';
import type { LocalState } from '../../providers/compose/state/local-state';
import { processMetrics, stateMetrics, trustMetrics, workerMetrics } from './metrics';
import { hintRoute } from './hint-route';
import { metricsRoute } from './metrics-route';
import { answerProblems, lowLevelProblems } from './problems';
import { refuseWithoutToken } from './access/access';
import { refuseStrangers, refuseWhen } from './access/refusals';

/** The parts that the worker's service is built from. */
interface WorkerServiceParts {
	host: Host;
	localState?: LocalState;
	metrics: WorkerMetrics;
	isDraining: () => boolean;
	/** Returns `open`, or `unreachable` while the cluster does not answer. */
	clusterState: () => string;
	/** The version of the package. */
	version: string;
	/** When set, readers of the metrics must send it. */
	token?: string;
	/** The address that it binds to. */
	address: string;
	log: Log;
	/** Receives webhooks of the registry that this machine follows; undefined without one. */
	hints?: WebhookHints;
}

/** Builds the service of health and metrics of `troupe worker`, ready to listen. */
export async function buildWorkerService(parts: WorkerServiceParts): Promise<FastifyInstance> {
	const service = fastify({
		requestTimeout: 10_000,
		forceCloseConnections: true,
		bodyLimit: 1024,
		genReqId: () => randomUUID(),
		...lowLevelProblems,
	});
	answerProblems(service, (error, url) => parts.log('error', 'request failed', { url, error: String(error) }));
	refuseStrangers(service, parts.address);
	const reportUnready = faultLog(parts.log, 'not ready');
	healthRoutes(service, {
		healthy: new Set(['open', 'admitted']),
		isDraining: parts.isDraining,
		gate: parts.host.gate,
		warnings: parts.localState && [parts.localState.warning],
		checks: async () => ({
			cluster: parts.clusterState(),
			gate: await checkGate(parts.host),
			...(await checkSharedState(parts.host, reportUnready)),
		}),
	});
	const guard = refuseWhen((request) => refuseWithoutToken(request, parts.token));
	metricsRoute(service, guard, async () => [
		...processMetrics(parts.version, parts.isDraining()),
		...workerMetrics(parts.metrics),
		...trustMetrics(await readTrustStatus(parts.host.gate)),
		...stateMetrics(parts.localState),
	]);
	if (parts.hints) await hintRoute(service, parts.hints);
	return service;
}
