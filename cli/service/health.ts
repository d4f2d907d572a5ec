import type { FastifyInstance } from 'fastify';
import { isTroupeError } from '../../core/base/errors';
import { jobTypes } from '../../engine-adapter/workers/job-types';
import type { Host } from '../../providers/compose/host';

/** What readiness depends on. */
interface HealthParts {
	/** The state of each part that there is, such as `open`. */
	checks: () => Promise<Record<string, string>>;
	/** States of parts that are as they should be; any other makes it not ready. */
	healthy: ReadonlySet<string>;
	isDraining: () => boolean;
}

/** GET /healthz: the process answers. GET /readyz: it can do its work; while it drains, and until it ends, it takes no new one. */
export function healthRoutes(service: FastifyInstance, { checks, healthy, isDraining }: HealthParts): void {
	service.get('/healthz', { schema: { summary: 'Liveness' } }, async () => ({ status: 'ok' }));

	service.get(
		'/readyz',
		{ schema: { summary: 'Readiness: each part, and the decision of the manifest gate' } },
		async (_request, reply) => {
			const states = await checks();
			const ready = Object.values(states).every((state) => healthy.has(state));
			const status = isDraining() ? 'draining' : ready ? 'ready' : 'not-ready';
			return reply.code(status === 'ready' ? 200 : 503).send({ status, checks: states });
		},
	);
}

// The code only: names of files are for the log and the command line, not for whoever can reach the port.
/** `admitted`, or the code of the gate's refusal. */
export async function checkGate({ gate }: Pick<Host, 'gate'>): Promise<string> {
	try {
		for (const name of jobTypes) await gate.admit({ kind: 'job-type', name });
		return 'admitted';
	} catch (error) {
		return isTroupeError(error) ? error.code : 'broken';
	}
}

/** `off` where there is no such part; `open`, or the code of what the question met. */
export async function checkPart<Part>(part: Part | undefined, ask: (part: Part) => Promise<unknown>): Promise<string> {
	if (part === undefined) return 'off';
	try {
		await ask(part);
		return 'open';
	} catch (error) {
		return isTroupeError(error) ? error.code : 'broken';
	}
}
