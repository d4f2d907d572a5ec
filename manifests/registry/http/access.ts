import type { FastifyInstance, FastifyRequest } from 'fastify';
import { actAs, type Actor } from '../../../core/audit/actor';
import { denied, formatLoginChallenge, needsLogin, type Access, type AccessReason } from '../access/access';
import type { Grant } from '../access/access-claims';
import type { Caller, Scope } from '../registry-api';

declare module 'fastify' {
	interface FastifyRequest {
		grant: Grant | null;
		refusal?: unknown;
	}
	interface FastifyContextConfig {
		scope?: Scope | 'open';
	}
}

/** Longer than any issued token; longer ones are not parsed. */
const maxTokenLength = 8 * 1024;

/** Refuses a route without a scope when it is added. */
export function askForAccess(app: FastifyInstance, access: Access): void {
	if (!app.hasRequestDecorator('grant')) app.decorateRequest('grant', null);
	app.addHook('onRoute', ({ config, method, url }) => {
		if (config?.scope === undefined) throw new Error(`The route ${String(method)} ${url} does not say which scope it asks for.`);
	});
	app.addHook('onRequest', async (request) => {
		const { scope } = request.routeOptions.config;
		if (scope === undefined || scope === 'open') return;
		request.grant = await access.grantAccess(readBearer(request.headers.authorization), request.ip);
	});
	app.addHook('preParsing', async ({ grant, routeOptions: { config } }) => {
		const { scope } = config;
		if (scope !== undefined && scope !== 'open' && !grant?.scopes.has(scope)) throw needsLogin(grant, scope) ?? withoutScope(scope);
	});
	// The audit entry of a change names its origin.
	app.addHook('preHandler', (request, _reply, done) => {
		if (!request.grant) return done();
		actAs({ name: request.grant.caller.subject, ...readOrigin(request) }, done);
	});
}

export function readOrigin({ ip: address, headers, grant }: FastifyRequest): Omit<Actor, 'name'> {
	const { 'user-agent': userAgent } = headers;
	const { session } = grant ?? {};
	return { address, ...(userAgent !== undefined && { userAgent }), ...(session !== undefined && { session }) };
}

export const requireCaller = (request: FastifyRequest): Caller => requireGrant(request).caller;

export function requireGrant({ grant }: FastifyRequest): Grant {
	if (grant === null) throw new Error('A route without access control asked for its caller.');
	return grant;
}

/** The caller must belong to the path's tenant. The error does not reveal whether that tenant exists. */
export function requireTenantCaller(request: FastifyRequest, tenant: string): Caller {
	const caller = requireCaller(request);
	if (caller.tenant === tenant) return caller;
	throw denied(
		'tenant',
		'The access token is not for this tenant.',
		'Use the token that was issued for it: `troupe manifest token issue --tenant …`.',
	);
}

/** RFC 6750, section 2.1. */
function readBearer(authorization: string | undefined): string {
	const fix = 'Send it as `Authorization: Bearer …`. Create one with `troupe manifest token issue`.';
	if (authorization === undefined) throw denied('missing', 'The access token is missing.', fix);
	const token = /^bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1];
	if (token === undefined || token.length > maxTokenLength)
		throw denied('invalid', 'The header Authorization contains no bearer token.', fix);
	return token;
}

/** For a scope that depends on the request's content. @throws TroupeError ACCESS_DENIED */
export function requireScope({ grant }: FastifyRequest, scope: Scope): void {
	if (!grant?.scopes.has(scope)) throw needsLogin(grant, scope) ?? withoutScope(scope);
}

const withoutScope = (scope: Scope) =>
	denied(
		'scope',
		`The access token does not have the scope ${scope}.`,
		`Request a token with this scope: \`troupe manifest token issue --scopes ${scope}\` makes one.`,
		{ scope },
	);

/** RFC 6750, section 3. */
export function formatChallenge({ reason, ...details }: Record<string, unknown>, scope: unknown): string {
	if (reason === ('missing' satisfies AccessReason)) return 'Bearer realm="troupe"';
	if (reason === ('login' satisfies AccessReason)) return `Bearer realm="troupe", ${formatLoginChallenge(details)}`;
	if (reason === 'invalid' || reason === 'revoked') return 'Bearer realm="troupe", error="invalid_token"';
	return `Bearer realm="troupe", error="insufficient_scope"${typeof scope === 'string' ? `, scope="${scope}"` : ''}`;
}
