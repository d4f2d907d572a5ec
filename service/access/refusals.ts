import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TroupeError } from '../../core/base/errors';
import { readPublicUrl } from '../../providers/compose/nodes/waiting-links';
import { type AccessReason, denied, formatLoginChallenge, isUnauthorized } from '../../manifests/registry/access/access';
import { sendProblem } from '../problems';
import { proofAlgorithms } from './oidc/dpop-proof';
import { realm, refuseForeign } from './access';
import type { AddressList } from './address-list';
import { readOwnAddress } from './own-address';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** The address is the only credential: pages without an origin, and proxies with any name, may send requests to it. */
		isLinked?: boolean;
		/** People open it in a browser, which asks for a password. */
		isPage?: boolean;
	}
}

/** Refuses requests from pages of other sites and, on a loopback address, requests that name another machine. */
export function refuseStrangers(service: FastifyInstance, address: string): void {
	const publicUrl = readPublicUrl();
	const ownUrl = publicUrl === undefined ? undefined : new URL(publicUrl);
	service.addHook('onRequest', async (request, reply) => {
		if (request.routeOptions.config.isLinked) return;
		const refusal = refuseForeign(request, address, ownUrl);
		if (!refusal) return;
		const error = denied('foreign', refusal.detail, foreignFix);
		// The registry answers for its routes and writes the refusal into the audit log.
		if (request.routeOptions.config.scope !== undefined) throw error;
		return sendRefusal(error, request, reply);
	});
}

const foreignFix =
	'Call the service by its own name and not from a page of another site. Set TROUPE_PUBLIC_URL to the address under which browsers reach it.';

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
	if (isUnauthorized(error)) reply.header('www-authenticate', challenge(request, error));
	if (error.code !== 'ACCESS_DENIED') return sendProblem(error, request, reply);
	return sendProblem(error, request, reply, isUnauthorized(error) ? 'Unauthorized' : 'Forbidden');
}

/** Answers as guards do where a route finds out what its caller needs, such as a newer login to decide about a run. */
export const answerRefusals = (app: FastifyInstance) =>
	app.setErrorHandler<Error>((error, request, reply) => {
		if (isUnauthorized(error)) return sendRefusal(error, request, reply);
		throw error;
	});

/** Tells the caller what it needs, and of a protected resource where to get it: RFC 6750, 3, RFC 9728, 5.1 and RFC 9470, 3. */
function challenge(request: FastifyRequest, { details }: TroupeError): string {
	const { resource, isPage } = request.routeOptions.config;
	const login = details.reason === ('login' satisfies AccessReason) ? `, ${formatLoginChallenge(details)}` : '';
	// RFC 9449, 7.1.
	if (details.dpop) return `DPoP ${realm}, error="invalid_dpop_proof", algs="${proofAlgorithms.join(' ')}"`;
	if (!resource) return `Bearer ${realm}${login}${isPage ? `, Basic ${realm}` : ''}`;
	return `Bearer ${realm}${login}, resource_metadata="${readOwnAddress(request)}${resource.metadata}", scope="${resource.scopes.join(' ')}"`;
}
