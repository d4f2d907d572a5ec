import type { FastifyInstance } from 'fastify';
import { isTroupeError } from '../core/base/errors';
import { problem } from '../engine-adapter/rest/problem-detail';
import type { ServiceParts } from './service-parts';
import { keySetAnswer } from '../manifests/registry/http/routes/answers';

/** GET /api/v1/keys: the public keys as a JWK set, RFC 7517. For information only: trust comes from the pinned root. */
export function publicKeyRoutes(service: FastifyInstance, { readKeys }: Pick<ServiceParts, 'readKeys'>): void {
	service.get(
		'/api/v1/keys',
		{ schema: { summary: 'Public keys of the root of trust, as a JWK set', security: [], 'x-answers': keySetAnswer } },
		async (request, reply) => {
			try {
				return reply.type('application/jwk-set+json').send(JSON.stringify(readKeys()));
			} catch (error) {
				if (!isTroupeError(error)) throw error;
				return reply
					.code(503)
					.type('application/problem+json')
					.send(
						JSON.stringify(
							problem(
								503,
								error.code,
								'There is no root of trust to read keys from. Run `troupe manifest verify` for the reason.',
								request.url,
							),
						),
					);
			}
		},
	);
}
