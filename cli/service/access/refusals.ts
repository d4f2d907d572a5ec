import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TroupeError } from '../../../core/base/errors';
import { problem, problemContentType } from '../../../core/base/problem';
import { denied, isUnauthorized } from '../../../manifests/registry/access/access';
import { sendProblem } from '../problems';
import { realm, refuseForeign, type Refusal } from './access';
import type { AddressList } from './address-list';

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

/** Refuses requests from addresses that are not on the list. Probes of health come from the machine or its cluster and tell nothing secret. */
export function refuseAddresses(service: FastifyInstance, allowFrom: AddressList): void {
	service.addHook('onRequest', async (request, reply) => {
		if (allowFrom.has(request.ip) || ['/healthz', '/readyz'].includes(request.routeOptions.url ?? '')) return;
		const fix = 'Call from an address on the list of the service: --allow-from or TROUPE_ALLOW_FROM.';
		return sendRefusal(denied('address', `The service cannot be used from the address ${request.ip}.`, fix), request, reply);
	});
}

/** Answers a request that is refused, with a challenge if another token could change that. */
export function sendRefusal(error: TroupeError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	if (isUnauthorized(error)) reply.header('www-authenticate', `Bearer ${realm}`);
	if (error.code !== 'ACCESS_DENIED') return sendProblem(error, request, reply);
	return sendProblem(error, request, reply, isUnauthorized(error) ? 'Unauthorized' : 'Forbidden');
}

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
