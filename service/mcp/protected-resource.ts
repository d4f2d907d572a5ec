import type { FastifyInstance, FastifyRequest } from 'fastify';
import { proofAlgorithms } from '../access/oidc/dpop-proof';
import { readOwnAddress } from '../access/own-address';
import type { ServiceScope } from '../access/scopes';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** What a refused caller is told: where the metadata of the resource are, and which scopes help. */
		resource?: { metadata: string; scopes: readonly string[] };
	}
}

const wellKnown = '/.well-known/oauth-protected-resource';
const scopes: ServiceScope[] = ['agent:run', 'agent:decide', 'process:run', 'process:read'];

/**
 * Publishes where callers of a path get tokens: RFC 9728. Without an issuer there is nothing to publish: API keys are given out by people.
 * @returns the configuration of its route
 */
export function protectResource(
	service: FastifyInstance,
	path: string,
	{ issuer, needsProofs = false }: { issuer?: string; needsProofs?: boolean },
): { resource?: { metadata: string; scopes: string[] } } {
	if (issuer === undefined) return {};
	const metadata = `${wellKnown}${path}`;
	const describe = (request: FastifyRequest) => ({
		resource: `${readOwnAddress(request)}${path}`,
		resource_name: 'Troupe',
		authorization_servers: [issuer],
		scopes_supported: scopes,
		bearer_methods_supported: ['header'],
		dpop_signing_alg_values_supported: proofAlgorithms,
		...(needsProofs && { dpop_bound_access_tokens_required: true }),
	});
	// RFC 9728, 3.1: for the resource with a path, and for clients that ask the host.
	for (const url of [metadata, wellKnown])
		service.get(url, { schema: { summary: 'Where callers of the service get tokens: RFC 9728', security: [] } }, async (request) =>
			describe(request),
		);
	return { resource: { metadata, scopes } };
}
