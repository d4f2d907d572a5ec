import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem, problemContentType } from '../../../core/base/problem';
import { denied } from '../../../manifests/registry/access/access';
import { realm, refuseForeign, type Refusal } from './access';

/** Refuses requests from pages of other sites and, on a loopback address, requests that name another machine. */
export function refuseStrangers(service: FastifyInstance, address: string): void {
	const check = (request: FastifyRequest) => refuseForeign(request, address);
	const refuse = refuseWhen(check);
	service.addHook('onRequest', async (request, reply) => {
		const refusal = check(request);
		// The registry answers for its routes and writes the refusal into the audit log.
		if (refusal && request.routeOptions.config.scope !== undefined) throw denied('foreign', refusal.detail, foreignFix);
		return refuse(request, reply);
	});
}

const foreignFix = 'Call the service by its own name and not from a page of another site.';

/** Returns a hook that answers with a problem document when the check refuses. */
export function refuseWhen(check: (request: FastifyRequest) => Refusal | undefined) {
	return async (request: FastifyRequest, reply: FastifyReply) => {
		const refusal = check(request);
		if (!refusal) return;
		const title = refusal.status === 401 ? 'Unauthorized' : 'Forbidden';
		const answer = problem(refusal.status, title, refusal.detail, request.url.split('?')[0] ?? '');
		if (refusal.status === 401) reply.header('www-authenticate', `Bearer ${realm}`);
		return reply
			.code(refusal.status)
			.type(problemContentType)
			.send(JSON.stringify({ ...answer, code: 'ACCESS_DENIED', requestId: request.id }));
	};
}
