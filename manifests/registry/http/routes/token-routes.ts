import type { FastifyInstance } from 'fastify';
import { revokeTokens } from '../../registry-api';
import { requireCaller } from '../access';
import { accessTokens } from './answers';
import type { RegistryContext } from './context';
import type { RequestOf } from '../../../../service/http/request-of';
import { json } from '../../../../service/http/describe-operations';
import { registryRoute } from './registry-route';

const revoking = { body: revokeTokens };

export function tokenRoutes(app: FastifyInstance, { registry }: RegistryContext): void {
	app.get(
		'/tokens',
		registryRoute({
			summary: 'List the access tokens that were used or revoked. Tokens themselves are not stored',
			scope: 'registry:admin',
			tag: 'access',
			answer: { 200: json('The tokens', accessTokens) },
		}),
		async (request) => ({ tokens: await registry.tokens(requireCaller(request)) }),
	);

	app.post<RequestOf<typeof revoking>>(
		'/tokens/revocations',
		registryRoute({
			summary: 'Revoke an access token by its id (jti), or all tokens of a subject that were issued so far',
			scope: 'registry:admin',
			tag: 'access',
			...revoking,
			answer: { 200: json('The revoked tokens', accessTokens) },
		}),
		async (request) => ({ tokens: await registry.revokeTokens(requireCaller(request), request.body) }),
	);
}
