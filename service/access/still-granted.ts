import type { FastifyRequest } from 'fastify';
import { isTroupeError } from '../../core/base/errors';
import type { NarrowScope, ServiceScope } from './scopes';
import { allows } from './scopes';
import { readToken } from './access';
import type { ServiceAccess } from './service-access';

/** Checks that a stream's caller may still read it. @throws any fault of the keys */
export async function isStillGranted(
	{ headers, ip }: FastifyRequest,
	access: ServiceAccess,
	scope: ServiceScope | NarrowScope | undefined,
): Promise<boolean> {
	try {
		const { scopes } = await access.grantAccess(readToken(headers.authorization), ip);
		return scope === undefined || allows(scopes, scope);
	} catch (error) {
		if (isTroupeError(error) && error.code === 'ACCESS_DENIED') return false;
		throw error;
	}
}
