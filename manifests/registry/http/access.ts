import type { FastifyInstance, FastifyRequest } from 'fastify';
import { denied, type Access, type AccessReason } from '../access/access';
import type { Grant } from '../access/access-claims';
import type { Caller, Scope } from '../registry-api';

declare module 'fastify' {
	interface FastifyRequest {
		grant: Grant | null;
	}
	interface FastifyContextConfig {
		/** Of the registry's routes: what the token has to hold; `open` needs none. */
		scope?: Scope | 'open';
	}
}

/** Longer than any token that we issue; the strict gate is not asked about more. */
const longestToken = 8 * 1024;

/** Every route of `app` says whom it is for; one that does not is refused when it is added. */
export function askForAccess(app: FastifyInstance, access: Access): void {
	app.decorateRequest('grant', null);
	app.addHook('onRoute', ({ config, method, url }) => {
		if (config?.scope === undefined) throw new Error(`The route ${String(method)} ${url} does not say which scope it asks for.`);
	});
	app.addHook('onRequest', async (request) => {
		const { scope } = request.routeOptions.config;
		if (scope === undefined || scope === 'open') return;
		request.grant = access.grantOf(bearerOf(request.headers.authorization));
	});
	// After the rate limits: who asks without end for what she may not is held back too.
	app.addHook('preParsing', async ({ grant, routeOptions: { config } }) => {
		const { scope } = config;
		if (scope !== undefined && scope !== 'open' && !grant?.scopes.has(scope)) throw withoutScope(scope);
	});
}

/** Who calls a route that is not open. */
export function callerOf({ grant }: FastifyRequest): Caller {
	if (grant === null) throw new Error('A route that asks for no access asked for its caller.');
	return grant.caller;
}

/** The caller, who has to be of the tenant in the path. Whether there is another tenant of that name is not said. */
export function callerOfTenant(request: FastifyRequest, tenant: string): Caller {
	const caller = callerOf(request);
	if (caller.tenant === tenant) return caller;
	throw denied(
		'tenant',
		'The access token is not for this tenant.',
		'Use the token that was issued for it: `troupe manifest token issue --tenant …`.',
	);
}

/** RFC 6750, section 2.1. */
function bearerOf(authorization: string | undefined): string {
	const fix = 'Send it as `Authorization: Bearer …`; `troupe manifest token issue` makes one.';
	if (authorization === undefined) throw denied('missing', 'An access token is asked for, and none was sent.', fix);
	const token = /^bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1];
	if (token === undefined || token.length > longestToken) throw denied('invalid', 'The header Authorization holds no bearer token.', fix);
	return token;
}

const withoutScope = (scope: Scope) =>
	denied('scope', `The access token does not hold the scope ${scope}.`, 'Ask for a token with this scope.', { scope });

/** RFC 6750, section 3: what a client is told to do about a refusal. */
export function challengeOf(reason: AccessReason, scope: unknown): string {
	if (reason === 'missing') return 'Bearer realm="troupe"';
	if (reason === 'invalid') return 'Bearer realm="troupe", error="invalid_token"';
	return `Bearer realm="troupe", error="insufficient_scope"${typeof scope === 'string' ? `, scope="${scope}"` : ''}`;
}
