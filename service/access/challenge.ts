import type { FastifyRequest } from 'fastify';
import type { TroupeError } from '../../core/base/errors';
import { formatChallenge } from '../../manifests/registry/http/access';
import { realm } from './access';
import { proofAlgorithms } from './oidc/dpop-proof';

declare module 'fastify' {
	interface FastifyContextConfig {
		isPage?: boolean;
	}
}

/** Builds the challenge for a caller whom another token would help: RFC 6750, 3, RFC 9449, 7.1, and RFC 9470, 3. */
export function challenge({ routeOptions: { config } }: FastifyRequest, { details }: TroupeError): string {
	if (details.dpop) return `DPoP ${realm}, error="invalid_dpop_proof", algs="${proofAlgorithms.join(' ')}"`;
	return `${formatChallenge(details, undefined)}${config.isPage ? `, Basic ${realm}` : ''}`;
}
