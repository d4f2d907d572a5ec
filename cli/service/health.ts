import type { FastifyInstance } from 'fastify';
import { isTroupeError } from '../../core/errors';
import type { ServiceParts } from './service-parts';

/** GET /healthz: the process answers. GET /readyz: it can do its work. */
export function healthRoutes(service: FastifyInstance, parts: Pick<ServiceParts, 'engine' | 'worker' | 'host'>): void {
	service.get('/healthz', { schema: { summary: 'Liveness' } }, async () => ({ status: 'ok' }));

	service.get(
		'/readyz',
		{ schema: { summary: 'Readiness: the engine, the worker and the decision of the manifest gate' } },
		async (_request, reply) => {
			const checks = { engine: await engineState(parts), worker: parts.worker ? 'open' : 'off', gate: await gateDecision(parts) };
			const ready = checks.engine === 'open' && checks.gate === 'admitted';
			return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready', checks });
		},
	);
}

async function engineState({ engine }: Pick<ServiceParts, 'engine'>): Promise<string> {
	try {
		await engine.searchIncidents({ instanceKey: '0' });
		return 'open';
	} catch (error) {
		return isTroupeError(error) ? error.code : 'broken';
	}
}

// The code only: names of files are for the log and the command line, not for whoever can reach the port.
async function gateDecision({ host }: Pick<ServiceParts, 'host'>): Promise<string> {
	try {
		await host.gate.admit({ kind: 'job-type', name: 'troupe:agent' });
		return 'admitted';
	} catch (error) {
		return isTroupeError(error) ? error.code : 'broken';
	}
}
