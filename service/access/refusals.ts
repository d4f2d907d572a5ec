import type { FastifyInstance } from 'fastify';
import { readPublicUrl } from '../../providers/compose/nodes/waiting-links';
import { denied } from '../../manifests/registry/access/access';
import { sendProblem } from '../problems';
import { refuseForeign } from './access';
import type { AddressList } from './address-list';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** The address is the only credential: pages without an origin, and proxies with any name, may send requests to it. */
		isLinked?: boolean;
	}
}

/** Refuses requests of other sites' pages and, on a loopback address, requests that name another machine. */
export function refuseStrangers(service: FastifyInstance, address: string): void {
	const publicUrl = readPublicUrl();
	const ownUrl = publicUrl === undefined ? undefined : new URL(publicUrl);
	service.addHook('onRequest', async (request, reply) => {
		if (request.routeOptions.config.isLinked) return;
		const refusal = refuseForeign(request, address, ownUrl);
		if (!refusal) return;
		const error = denied('foreign', refusal.detail, foreignFix);
		// The registry answers its own routes and writes the audit log.
		if (request.routeOptions.config.scope !== undefined) throw error;
		return sendProblem(error, request, reply);
	});
}

const foreignFix =
	'Call the service by its own name and not from a page of another site. Set TROUPE_PUBLIC_URL to the address under which browsers reach it.';

/** Refuses unlisted addresses. Health probes come from the machine or its cluster and learn nothing secret. */
export function refuseAddresses(service: FastifyInstance, allowFrom: AddressList): void {
	service.addHook('onRequest', async (request, reply) => {
		if (allowFrom.has(request.ip) || ['/healthz', '/readyz'].includes(request.routeOptions.url ?? '')) return;
		const fix = 'Call from an address on the list of the service: --allow-from or TROUPE_ALLOW_FROM.';
		return sendProblem(denied('address', `The service cannot be used from the address ${request.ip}.`, fix), request, reply);
	});
}
