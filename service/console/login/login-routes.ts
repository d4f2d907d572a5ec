import * as Type from 'typebox/type';
import { optional } from '../../../core/base/shape';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import type { FinishedLogin } from '../../access/oidc/code-login';
import { findFault, type LoginFault, loginRefused, readFault } from '../../access/oidc/login-faults';
import { readOwnAddress } from '../../access/own-address';
import type { ServiceAccess } from '../../access/service-access';
import { json } from '../../http/describe-operations';
import { clearSession, keyOfSession, readSessionToken, waysPath } from '../session-cookie';
import type { BegunInBrowser } from './login-cookies';
import type { ConsoleLogins } from './open-logins';

const tags = ['console'];
const maxCharacters = 4_000;
const text = Type.String({ maxLength: maxCharacters });
/** Issuers send extra fields, such as `session_state`. */
const answer = Type.Object(optional({ state: text, code: text, iss: text, error: text }), { additionalProperties: true });

type Answer = Partial<Record<'state' | 'code' | 'iss' | 'error', string>>;

interface LoginParts {
	/** Undefined without sign-in at an issuer. */
	logins?: ConsoleLogins;
	access: Pick<ServiceAccess, 'grantAccess'>;
	endEarlier: (token: string | undefined, address: string) => Promise<void> | undefined;
}

export function loginRoutes(app: FastifyInstance, { logins, access, endEarlier }: LoginParts): void {
	const ways = Type.Object({ issuer: Type.Optional(Type.String({ description: 'The host at which people can sign in' })) });
	app.get(
		waysPath,
		{ schema: { summary: 'Say how people can sign in', tags, security: [], response: { 200: json('The ways', ways) } } },
		async () => ({ ...(logins && { issuer: logins.issuer.host }) }),
	);
	if (!logins) return;
	const { issuer, cookies, sessions } = logins;
	const fail = (reply: FastifyReply, error: unknown, to = home) => {
		logins.report('somebody was not signed in', error);
		return reply.redirect(withFault(to, findFault(error)));
	};
	app.get<{ Querystring: { to?: string } }>(
		'/console/login',
		{ schema: { hide: true, querystring: Type.Object(optional({ to: text })) } },
		async (request, reply) => {
			const to = findPage(request.query.to);
			// Another site's page would replace the signed-in person: only the person begins a login.
			if (/^(?:cross|same)-site$/.test(String(request.headers['sec-fetch-site']))) return reply.redirect(to);
			try {
				const { url, begun } = await issuer.begin(`${readOwnAddress(request)}/console/callback`);
				const before = { key: keyOfSession(readSessionToken(request)), login: (await cookies.read(request))?.id };
				await cookies.begin(request, reply, { ...begun, to, before });
				return await reply.redirect(url);
			} catch (error) {
				return fail(reply, error, to);
			}
		},
	);
	const signIn = async (request: FastifyRequest<{ Querystring: Answer }>, reply: FastifyReply, begun: BegunInBrowser) => {
		const { code, iss, error } = request.query;
		if (error !== undefined) throw loginRefused(`it answered ${/^[\w.-]{1,60}$/.exec(error)?.[0] ?? 'an error'}`, readFault(error));
		const login = await issuer.finish({ code: code ?? '', iss }, begun);
		try {
			checkGrant(await access.grantAccess(login.access, request.ip), login);
		} catch (error) {
			// Otherwise the issuer would return the same person each time.
			await logins.revoke(login.refresh);
			throw error;
		}
		await endEarlier(begun.before?.key, request.ip);
		// Its tokens are not revoked: the issuer would end the new ones of the same session too.
		if (begun.before?.login !== undefined) sessions.end({ id: begun.before.login });
		clearSession(request, reply);
		cookies.clear(request, reply);
		const started = sessions.start(login);
		await cookies.write(request, reply, started);
		await cookies.noteSignedIn(request, reply, { login: started.id }, begun.state);
	};
	app.get<{ Querystring: Answer }>('/console/callback', { schema: { hide: true, querystring: answer } }, async (request, reply) => {
		let to: string | undefined;
		try {
			const begun = await cookies.take(request, reply, request.query.state ?? '');
			if (!begun) throw loginRefused('this browser began no such login, or finished it before', 'expired');
			({ to } = begun);
			await signIn(request, reply, begun);
			return await reply.redirect(to);
		} catch (error) {
			return fail(reply, error, to);
		}
	});
}

function checkGrant({ caller, boundTo }: Grant, { subject }: FinishedLogin): void {
	if (caller.subject !== `oidc:${subject}`.slice(0, 200)) throw loginRefused('its tokens are of two persons', 'refused');
	if (boundTo !== undefined) throw loginRefused('its token is bound to a key, which a browser does not prove', 'token');
}

const home = '/console/inbox';

/** A cookie keeps it with the begun login. */
const maxPageCharacters = 2_000;
/** Parts of a path (RFC 3986, 3.3): ids have colons, dots and, encoded, slashes. */
const pagePath = /^\/console\/(?:(?:[\w.~!$&'()*+,;=:@-]|%[\dA-Fa-f]{2})+(?:\/|$))*$/;
/** Paths that a router or proxy could read as another place, also after double decoding. */
const elsewhere = /\\|\/\/|\/\.{1,2}(?:\/|$)|%(?:2e|2f|5c)|\p{Cc}|^\/console\/(?:login|callback|session|assets)(?:\/|$)/iu;

/** Defaults to the inbox. */
export function findPage(to = home): string {
	const url = to.length > maxPageCharacters ? null : URL.parse(to, 'http://console.invalid');
	if (url?.origin !== 'http://console.invalid' || !pagePath.test(url.pathname) || elsewhere.test(decode(url.pathname))) return home;
	return `${url.pathname}${url.search}`;
}

function decode(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return '//';
	}
}

function withFault(to: string, fault: LoginFault): string {
	const url = new URL(to, 'http://console.invalid');
	url.searchParams.set('sign-in', fault);
	return `${url.pathname}${url.search}`;
}
