import type { FastifyInstance } from 'fastify';
import type { SigningKey } from '../../core/credentials/signing-key';
import { keySetAnswer } from '../../manifests/registry/http/routes/answers';
import { readPublicUrl } from '../../providers/compose/nodes/waiting-links';
import { fields, refusal, string } from '../http/describe-operations';

export const keysPath = '/.well-known/jwks.json';

/** Publishes the keys for agents' cards and identities: receivers find them by a token's issuer. */
export function identityRoutes(service: FastifyInstance, listKeys: () => Promise<SigningKey[]>): void {
	service.get(
		keysPath,
		{
			schema: {
				summary: 'The public keys that sign cards and identities of agents, as a JWK set',
				security: [],
				'x-answers': keySetAnswer,
			},
		},
		async (_request, reply) => {
			const keys = (await listKeys()).map(({ publicKey }) => publicKey);
			return reply.type('application/jwk-set+json').send(JSON.stringify({ keys }));
		},
	);
	service.get(
		'/.well-known/openid-configuration',
		{
			schema: {
				summary: 'The issuer of identities of agents, as OpenID Connect Discovery 1.0 describes one',
				security: [],
				'x-answers': { 200: fields('The issuer', { issuer: string, jwks_uri: string }), 404: refusal('Agents have no tokens here') },
			},
		},
		async () => {
			const issuer = readPublicUrl();
			if (issuer === undefined)
				throw Object.assign(new Error('Agents have no tokens here: TROUPE_PUBLIC_URL is not set.'), { statusCode: 404 });
			return {
				issuer,
				jwks_uri: `${issuer}${keysPath}`,
				id_token_signing_alg_values_supported: ['ES256'],
				response_types_supported: ['id_token'],
				subject_types_supported: ['public', 'pairwise'],
			};
		},
	);
}
