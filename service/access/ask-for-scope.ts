import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isTroupeError } from '../../core/base/errors';
import { denied, isFailedToken, needsLogin } from '../../manifests/registry/access/access';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { countFailures, type RateLimits } from '../http/limits';
import { withTimeout, keyMs } from '../with-timeout';
import { describeRequest } from '../log/access-log';
import type { ReportFault } from '../log/fault-log';
import { sendProblem } from '../problems';
import { readToken } from './access';
import { checkProof } from './oidc/dpop-proof';
import { allows, type AnyScope, listAllowed, type NarrowScope, type PartialScope, type ServiceScope, widen } from './scopes';
import type { ServiceAccess } from './service-access';

const maxScopeLength = 80;

interface GuardParts {
	access: ServiceAccess;
	limits: RateLimits;
	reportFault: ReportFault;
}

export type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

type OneOf = readonly [ServiceScope, ...ServiceScope[]];

/**
 * Creates a route hook that requires a scope; `any` admits every known caller, `some` also callers with the scope for one agent or collection, whom
 * the route judges further.
 */
export type GuardFor = (
	scope: ServiceScope | 'any' | { some: PartialScope } | ((request: FastifyRequest) => ServiceScope | NarrowScope | OneOf),
	reach?: 'own-tenant' | 'any-tenant',
) => Guard;

/** Service-wide parts, such as metrics, are for the service's tenant only. Callers with an invalid token are counted by address. */
export function guards(service: FastifyInstance, { access, limits, reportFault }: GuardParts): GuardFor {
	service.decorateRequest('grant', null);
	const countFailure = countFailures(service, limits);
	return (scope, reach = 'own-tenant') =>
		async (request, reply) => {
			try {
				const token = readToken(request.headers.authorization);
				const grant = await withTimeout(access.grantAccess(token, request.ip), keyMs, 'Finding the key of the caller');
				await checkProof(request, token, grant, access);
				request.knownCaller = grant.caller;
				if (reach === 'own-tenant' && grant.caller.tenant !== access.tenant) throw otherTenant(access.tenant);
				if (scope !== 'any') checkScope(grant, typeof scope === 'function' ? scope(request) : scope);
				request.grant = grant;
			} catch (error) {
				if (!isTroupeError(error)) throw error;
				if (error.code !== 'ACCESS_DENIED') reportFault(error, describeRequest(request));
				const answered = isFailedToken(error) ? ((await countFailure(request)) ?? error) : error;
				return sendProblem(answered, request, reply);
			}
		};
}

function checkScope(grant: Grant, needed: ServiceScope | NarrowScope | { some: PartialScope } | OneOf): void {
	if (isOneOf(needed)) return requireScope(grant, needed[0], (scopes) => needed.some((scope) => allows(scopes, scope)));
	const [scope, isEnough] =
		typeof needed === 'string'
			? [needed, (scopes: ReadonlySet<string>) => allows(scopes, needed)]
			: [needed.some, (scopes: ReadonlySet<string>) => listAllowed(scopes, needed.some)?.length !== 0];
	requireScope(grant, scope, isEnough);
}

const isOneOf = (needed: object | string): needed is OneOf => Array.isArray(needed);

/** @param isEnough default: the scope itself @throws TroupeError ACCESS_DENIED, also for a caller who needs another login first */
export function requireScope(
	grant: Pick<Grant, 'scopes' | 'stepUp'>,
	scope: AnyScope,
	isEnough = (scopes: ReadonlySet<string>) => allows(scopes, scope),
): void {
	if (!isEnough(grant.scopes)) throw needsLogin(grant, scope, isEnough) ?? withoutScope(scope);
}

export const withoutScope = (scope: AnyScope) =>
	denied(
		'scope',
		`The caller does not have the scope ${scope.slice(0, maxScopeLength)}.`,
		`Use a key with this scope${widen(scope) === scope ? '' : ` or ${widen(scope)}`}, or with a role that includes it.`,
		{ scope },
	);

const otherTenant = (tenant: string) =>
	denied(
		'tenant',
		`This part of the service belongs to the tenant ${tenant}.`,
		'Use a credential of this tenant, or the service of your own tenant.',
	);
