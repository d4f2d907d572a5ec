import type { FastifyInstance, FastifyRequest } from 'fastify';
import { actAs, type Actor } from '../../../core/audit/actor';
import { denied, formatLoginChallenge, needsLogin, type Access, type AccessReason } from '../access/access';
import type { Grant } from '../access/access-claims';
import type { Caller, Scope } from '../registry-api';

declare module 'fastify' {
	interface FastifyRequest {
		grant: Grant | null;
		/** The error that the request was answered with, also within an answer 200 over MCP. */
		refusal?: unknown;
	}
	interface FastifyContextConfig {
		/** The scope that the token must have; `open` routes need no token. */
		scope?: Scope | 'open';
	}
}

/** Longer than any issued token. The strict gate is not called for longer ones. */
const maxTokenLength = 8 * 1024;

/** Checks access on every route of `app`. A route without a scope is refused when it is added. */
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
	// After the rate limits, so that repeated requests without the scope are limited too.
	app.addHook('preParsing', async ({ grant, routeOptions: { config } }) => {
		const { scope } = config;
		if (scope !== undefined && scope !== 'open' && !grant?.scopes.has(scope)) throw needsLogin(grant, scope) ?? withoutScope(scope);
	});
	// The audit entry of a change tells where it came from.
	app.addHook('preHandler', (request, _reply, done) => {
		if (!request.grant) return done();
		actAs({ name: request.grant.caller.subject, ...readOrigin(request) }, done);
	});
}

/** Returns where a request comes from, for entries of the audit log. */
export function readOrigin({ ip: address, headers, grant }: FastifyRequest): Omit<Actor, 'name'> {
	const { 'user-agent': userAgent } = headers;
	const { session } = grant ?? {};
	return { address, ...(userAgent !== undefined && { userAgent }), ...(session !== undefined && { session }) };
}

/** Returns the caller of a route that is not open. */
export const requireCaller = (request: FastifyRequest): Caller => requireGrant(request).caller;

/** Returns the rights of the caller of a route that is not open. */
export function requireGrant({ grant }: FastifyRequest): Grant {
	if (grant === null) throw new Error('A route without access control asked for its caller.');
	return grant;
}

/** Returns the caller, who must belong to the tenant in the path. The error does not reveal whether that tenant exists. */
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

/** Asks for a further scope, where the content of a request needs it. @throws TroupeError ACCESS_DENIED */
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

/** RFC 6750, section 3: the challenge for a refused client. */
export function formatChallenge({ reason, ...details }: Record<string, unknown>, scope: unknown): string {
	if (reason === ('missing' satisfies AccessReason)) return 'Bearer realm="troupe"';
	if (reason === ('login' satisfies AccessReason)) return `Bearer realm="troupe", ${formatLoginChallenge(details)}`;
	if (reason === 'invalid' || reason === 'revoked') return 'Bearer realm="troupe", error="invalid_token"';
	return `Bearer realm="troupe", error="insufficient_scope"${typeof scope === 'string' ? `, scope="${scope}"` : ''}`;
}
