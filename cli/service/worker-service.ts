import { randomUUID } from 'node:crypto';
import { fastify, type FastifyInstance } from 'fastify';
import type { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import type { WebhookHints } from '../../manifests/client/webhook-hints';
import type { Log } from './log';
import { checkGate, healthRoutes } from './health';
import type { Host } from '../../providers/compose/host';
import { processMetrics, workerMetrics } from './metrics';
import { hintRoute } from './hint-route';
import { metricsRoute } from './metrics-route';
import { answerProblems, lowLevelProblems } from './problems';
import { refuseStrangers } from './refusals';

/** What a worker tells of itself. */
interface WorkerServiceParts {
	host: Host;
	metrics: WorkerMetrics;
	isDraining: () => boolean;
	/** `open`, or `unreachable` while the cluster gives no answer. */
	clusterState: () => string;
	/** Of the package. */
	version: string;
	/** Asked of whoever reads the metrics when set. */
	token?: string;
	/** That it binds to. */
	address: string;
	log: Log;
	/** Of the registry that this machine follows; absent where its webhooks are not received. */
	hints?: WebhookHints;
}

/** Health and metrics of `troupe worker`, ready to listen. */
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
	healthRoutes(service, {
		healthy: new Set(['open', 'admitted']),
		isDraining: parts.isDraining,
		checks: async () => ({ cluster: parts.clusterState(), gate: await checkGate(parts.host) }),
	});
	metricsRoute(service, parts, async () => [...processMetrics(parts.version, parts.isDraining()), ...workerMetrics(parts.metrics)]);
	if (parts.hints) await hintRoute(service, parts.hints);
	return service;
}
