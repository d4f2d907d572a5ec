import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readChoice } from '../../core/base/settings/settings';
import type { Environment } from '../../core/base/settings/setting-names';
import { nameRoute } from '../http/measure-requests';
import { findRequestTrace } from '../trace-requests';
import type { Log } from './log';

/** Asked every few seconds by monitors. */
const probes = new Set(['/healthz', '/readyz', '/metrics']);

/** Undefined if TROUPE_ACCESS_LOG is `off`. @throws TroupeError INPUT_INVALID for another value */
export const findAccessLog = (log: Log, environment: Environment): Log | undefined =>
	readChoice('TROUPE_ACCESS_LOG', environment) === 'off' ? undefined : log;

/** Logs each answered request by route and caller, without callers' texts in addresses. Probes are logged only on failure. */
export function logRequests(service: FastifyInstance, log: Log): void {
	service.addHook('onResponse', async (request, reply) => {
		const { statusCode: status } = reply.raw;
		const { method, route } = nameRoute(request);
		if (probes.has(route) && status < 400) return;
		const bytes = Number(reply.getHeader('content-length'));
		log(status < 500 ? 'info' : 'warn', 'request', {
			method,
			route,
			status,
			durationMs: Math.round(reply.elapsedTime),
			...(Number.isFinite(bytes) && bytes > 0 && { bytes }),
			...describeCaller(request),
		});
	});
	service.addHook('onRequestAbort', async (request) => {
		log('info', 'request', { ...describeRequest(request), status: 'aborted' });
	});
}

/** Names a request without the caller's texts in the address. The line belongs to the caller's tenant. */
export const describeRequest = (request: FastifyRequest) => ({ ...nameRoute(request), ...describeCaller(request) });

/** Hooks after the answer are outside the request's trace. */
function describeCaller(request: FastifyRequest) {
	const { grant, id } = request;
	const caller = grant && { tenant: grant.caller.tenant, caller: grant.caller.subject, ...(grant.session && { session: grant.session }) };
	return { ...caller, requestId: id, trace: findRequestTrace(request) };
}
