import { randomUUID } from 'node:crypto';
import { fastify, type FastifyInstance } from 'fastify';
import type { TroupeError } from '../core/base/errors';
import { measurements } from '../core/base/metrics/measurements';
import type { ProcessEngine } from '../engine-adapter/engine/process-engine';
import type { WorkerMetrics } from '../engine-adapter/worker-metrics';
import type { WebhookHints } from '../manifests/client/webhook-hints';
import { limitRates } from './http/limits';
import { measureRequests } from './http/measure-requests';
import type { Host } from '../providers/compose/hosts/host';
import type { LocalState } from '../providers/compose/state/local-state';
import { type Guard, guards } from './access/ask-for-scope';
import type { CallerAddresses } from './access/caller-options';
import { protectService } from './access/protect-service';
import type { ServiceAccess } from './access/service-access';
import { collectWarnings } from './collect-warnings';
import { checkGate, checkSharedState, healthRoutes, readTrustStatus } from './health';
import { hintRoute } from './hint-route';
import type { ServiceLimits } from './limits/service-limits';
import { logRequests } from './log/access-log';
import { faultLog, requestFaultLog } from './log/fault-log';
import { refusedAgentsLog } from './log/log-refused-agents';
import type { Log } from './log/log';
import { processMetrics, stateMetrics, trustMetrics, workerMetrics } from './metrics';
import { qualityMetrics } from './quality/quality-metrics';
import { metricsRoute } from './metrics-route';
import { lowLevelProblems } from './problems';
import { waitingRoute } from './waiting/waiting-route';
import { registerRoutes } from './http/name-plugin';
import { readOrOmit } from './read-or-omit';
import { witnessMetrics } from './monitoring/witness-metrics';
import { workMetrics } from './work-metrics';

interface WorkerServiceParts extends CallerAddresses {
	host: Host;
	/** Undefined if nothing asks about its jobs. */
	engine?: ProcessEngine;
	localState?: LocalState;
	metrics: WorkerMetrics;
	isDraining: () => boolean;
	/** Returns `open`, or `unreachable` while the cluster does not answer. */
	clusterState: () => string;
	version: string;
	/** Readers of the metrics. Undefined: everybody. */
	access?: ServiceAccess;
	rateLimits?: Partial<ServiceLimits>;
	findCountFault?: () => TroupeError | undefined;
	address: string;
	log: Log;
	accessLog?: Log;
	/** Webhooks of the followed registry; undefined without one. */
	hints?: WebhookHints;
}

const open: Guard = async () => undefined;

export async function buildWorkerService(parts: WorkerServiceParts): Promise<FastifyInstance> {
	const service = fastify({
		requestTimeout: 10_000,
		forceCloseConnections: true,
		bodyLimit: 1024,
		trustProxy: parts.trustedProxies ?? false,
		genReqId: () => randomUUID(),
		...lowLevelProblems,
	});
	measureRequests(service);
	if (parts.accessLog) logRequests(service, parts.accessLog);
	const reportFault = requestFaultLog(parts.log);
	const limits = await protectService(service, { ...parts, reportFault });
	const { access } = parts;
	const guard = access ? guards(service, { access, limits, reportFault })('metrics:read') : open;
	const reportUnready = faultLog(parts.log, 'not ready');
	const onRefused = refusedAgentsLog(parts.log);
	await registerRoutes(service, 'worker', async (app) => {
		await limitRates(app, limits, { name: 'worker', max: limits.calls });
		healthRoutes(app, {
			healthy: new Set(['open', 'admitted']),
			isDraining: parts.isDraining,
			gate: parts.host.gate,
			warnings: () => collectWarnings({ ...parts, onRefused }),
			checks: async () => ({
				cluster: parts.clusterState(),
				gate: await checkGate(parts.host, reportUnready),
				...(await checkSharedState(parts.host, reportUnready)),
			}),
		});
		metricsRoute(app, guard, 'worker', async () => [
			...processMetrics(parts.version, parts.isDraining()),
			...measurements.read('worker'),
			...workerMetrics(parts.metrics),
			...trustMetrics(await readTrustStatus(parts.host.gate)),
			...stateMetrics(parts.localState),
			...((await readOrOmit(qualityMetrics(parts.host), reportUnready)) ?? []),
			...((await readOrOmit(workMetrics(parts.host), reportUnready)) ?? []),
			...((await readOrOmit(witnessMetrics(parts.host), reportUnready)) ?? []),
		]);
		if (parts.hints) await hintRoute(app, parts.hints);
		await waitingRoute(app, { host: parts.host, engine: parts.engine, reportFault });
	});
	return service;
}
