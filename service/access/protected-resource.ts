import type { FastifyInstance, FastifyRequest } from 'fastify';
import { proofAlgorithms } from './oidc/dpop-proof';
import { readOwnAddress } from './own-address';
import { protectedPaths } from './protected-paths';
import type { ServiceScope } from './scopes';
import type { ServiceAccess } from './service-access';

type Issuing = Pick<ServiceAccess, 'issuer' | 'needsProofs'>;

const wellKnown = '/.well-known/oauth-protected-resource';
const scopes: ServiceScope[] = ['agent:run', 'agent:decide', 'process:run', 'process:read'];

/** Publishes where callers get tokens: RFC 9728. Nothing without an issuer: people give out API keys. */
export function publishResources(app: FastifyInstance, { issuer, needsProofs }: Issuing): void {
	if (issuer === undefined) return;
	const schema = { summary: 'Where callers of the service get tokens: RFC 9728', security: [] };
	// RFC 9728, 3.1 and 3.3: clients ask for their called path or the host, and accept an answer about the same one only.
	for (const path of ['', ...protectedPaths])
		app.get(`${wellKnown}${path}`, { schema }, async (request) => ({
			// With an empty path's slash, as most clients send it to the issuer.
			resource: new URL(`${readOwnAddress(request)}${path}`).href,
			resource_name: 'Troupe',
			authorization_servers: [issuer],
			scopes_supported: scopes,
			bearer_methods_supported: ['header'],
			dpop_signing_alg_values_supported: proofAlgorithms,
			...(needsProofs && { dpop_bound_access_tokens_required: true }),
		}));
}

/** Tells callers whom another token would help its source and scopes: RFC 9728, 5.1. */
export function nameResources(service: FastifyInstance, { issuer }: Issuing): void {
	if (issuer === undefined) return;
	service.addHook('onSend', async (request, reply) => {
		const { url = '', schema } = request.routeOptions;
		const path = protectedPaths.find((one) => url === one || url.startsWith(`${one}/`));
		const challenge = reply.getHeader('www-authenticate');
		if (reply.statusCode !== 401 || path === undefined || typeof challenge !== 'string' || !challenge.startsWith('Bearer')) return;
		const needed = path === '/mcp' ? scopes : readScopes(schema);
		const told = `resource_metadata="${readOwnAddress(request)}${wellKnown}${path}"`;
		reply.header('www-authenticate', [challenge, told, ...(needed.length > 0 ? [`scope="${needed.join(' ')}"`] : [])].join(', '));
	});
}

const readScopes = (schema: FastifyRequest['routeOptions']['schema']): readonly string[] =>
	schema?.security?.flatMap((scheme) => Object.values(scheme).flat()) ?? [];
