import * as Type from 'typebox/type';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import type { FinishedLogin } from '../../access/oidc/code-login';
import { findFault, type LoginFault, loginRefused, readFault } from '../../access/oidc/login-faults';
import { readOwnAddress } from '../../access/own-address';
import type { ServiceAccess } from '../../access/service-access';
import { json } from '../../http/describe-operations';
import { clearSession, waysPath } from '../session-cookie';
import type { ConsoleLogins } from './open-logins';

const tags = ['console'];
const maxCharacters = 4_000;
const text = Type.String({ maxLength: maxCharacters });
/** Issuers send more than they should, such as `session_state`. */
const answer = Type.Object({ state: text, code: text, iss: text, error: text }, { additionalProperties: true });

type Answer = Partial<Record<'state' | 'code' | 'iss' | 'error', string>>;

/** `/console/login` and `/console/callback`: people sign in at the issuer. */
export function loginRoutes(app: FastifyInstance, logins: ConsoleLogins | undefined, access: Pick<ServiceAccess, 'grantAccess'>): void {
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
		{ schema: { hide: true, querystring: Type.Partial(Type.Object({ to: text })) } },
		async (request, reply) => {
			const to = findPage(request.query.to);
			try {
				const { url, begun } = await issuer.begin(`${readOwnAddress(request)}/console/callback`);
				await cookies.begin(request, reply, { ...begun, to });
				return await reply.redirect(url);
			} catch (error) {
				return fail(reply, error, to);
			}
		},
	);
	const signIn = async (
		request: FastifyRequest<{ Querystring: Answer }>,
		reply: FastifyReply,
		{ code, iss, error, state = '' }: Answer,
	) => {
		const begun = await cookies.take(request, reply, state);
		if (!begun) throw loginRefused('this browser began no such login, or finished it before', 'expired');
		if (error !== undefined) throw loginRefused(`it answered ${/^[\w.-]{1,60}$/.exec(error)?.[0] ?? 'an error'}`, readFault(error));
		const login = await issuer.finish({ code: code ?? '', iss }, begun);
		try {
			checkGrant(await access.grantAccess(login.access, request.ip), login);
		} catch (error) {
			// Otherwise the issuer would send the person back as the same one each time.
			await logins.revoke(login.refresh);
			throw error;
		}
		clearSession(request, reply);
		cookies.clear(request, reply);
		await cookies.write(request, reply, sessions.start(login));
		return begun.to;
	};
	app.get<{ Querystring: Answer }>(
		'/console/callback',
		{ schema: { hide: true, querystring: Type.Partial(answer) } },
		async (request, reply) => {
			try {
				return await reply.redirect(await signIn(request, reply, request.query));
			} catch (error) {
				return fail(reply, error);
			}
		},
	);
}

function checkGrant({ caller, boundTo }: Grant, { subject }: FinishedLogin): void {
	if (caller.subject !== `oidc:${subject}`.slice(0, 200)) throw loginRefused('its tokens are of two persons', 'refused');
	if (boundTo !== undefined) throw loginRefused('its token is bound to a key, which a browser does not prove', 'token');
}

const home = '/console/inbox';

/** Returns the page of the console that is meant; the inbox for every other address. */
export function findPage(to = home): string {
	const url = URL.parse(to, 'http://console.invalid');
	if (url?.origin !== 'http://console.invalid' || !/^\/console\/(?!login\b|callback\b|session\b)[\w/-]*$/.test(url.pathname)) return home;
	return `${url.pathname}${url.search}`;
}

/** The page has the words. */
function withFault(to: string, fault: LoginFault): string {
	const url = new URL(to, 'http://console.invalid');
	url.searchParams.set('sign-in', fault);
	return `${url.pathname}${url.search}`;
}
