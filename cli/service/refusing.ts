import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '../../engine-adapter/rest/problem';
import { refuseForeign, type Refusal } from './access';

/** Refuses requests of other sites' pages, and on a loopback address those that name another machine. */
export function refuseStrangers(service: FastifyInstance, address: string): void {
	service.addHook(
		'onRequest',
		refusing((request) => refuseForeign(request, address)),
	);
}

/** A hook that answers with a problem document where the check finds one. */
export function refusing(check: (request: FastifyRequest) => Refusal | undefined) {
	return async (request: FastifyRequest, reply: FastifyReply) => {
		const refusal = check(request);
		if (!refusal) return;
		const title = refusal.status === 401 ? 'Unauthorized' : 'Forbidden';
		return reply
			.code(refusal.status)
			.type('application/problem+json')
			.send(JSON.stringify(problem(refusal.status, title, refusal.detail, request.url)));
	};
}
