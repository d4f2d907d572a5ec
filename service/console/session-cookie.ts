import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHmac } from 'node:crypto';
import { denied } from '../../manifests/registry/access/access';
import { isSameText } from '../access/access';
import { keyPattern } from '../access/keys/api-keys';
import { sendProblem } from '../problems';
import { clearCookie, cookieAttributes, nameCookie } from './cookie-attributes';
import type { ConsoleLogins } from './login/open-logins';

/** Required on each change; another site's page cannot read its value. */
const csrfHeader = 'x-troupe-csrf';

export const linkPath = '/console/session/link';
export const waysPath = '/console/session/ways';

/** Service parts that a signed-in browser calls like any client. */
const callable = ['/api/v1', '/v2', '/console/session', '/approvals'];
export const decisionLink = '/approvals/:run';
/** Sign-in works with an ended session or an unreachable issuer. */
const signsIn = new Set<string | undefined>([linkPath, waysPath]);
const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

interface SignedIn {
	token: string;
	/** Lasts as long as the session; an issuer's token does not. */
	secret: string;
	name?: string;
}

declare module 'fastify' {
	interface FastifyRequest {
		/** Null for other callers. */
		signedIn: SignedIn | null;
	}
}

/** Turns a browser's cookie into a bearer token, so that every route judges it like any caller. */
export async function readSessionCookies(service: FastifyInstance, logins?: ConsoleLogins): Promise<void> {
	await service.register(cookie);
	service.decorateRequest('signedIn', null);
	service.addHook('onRequest', async (request, reply) => {
		if (request.headers.authorization !== undefined || !isCallable(request)) return;
		if (signsIn.has(request.routeOptions.url) || isLinkFromElsewhere(request)) return;
		try {
			const signedIn = await findSession(request, reply, logins);
			if (signedIn === undefined) return;
			const refusal = refuse(request, signedIn.secret);
			if (refusal) return sendProblem(refusal, request, reply);
			request.signedIn = signedIn;
			request.headers.authorization = `Bearer ${signedIn.token}`;
		} catch (error) {
			return sendProblem(error, request, reply);
		}
	});
}

async function findSession(request: FastifyRequest, reply: FastifyReply, logins?: ConsoleLogins): Promise<SignedIn | undefined> {
	const token = readSessionToken(request);
	if (token !== undefined) return { token, secret: token };
	const login = await logins?.open(request, reply);
	return login && { token: login.access, secret: login.id, name: login.name };
}

export const readSessionToken = (request: FastifyRequest): string | undefined => request.cookies[nameCookie(request)];

/** Undefined for an issuer's token, which cannot be ended here. */
export const keyOfSession = (token = ''): string | undefined => (keyPattern.test(token) ? token : undefined);

/** @param token an API key of its own, or the token of an issuer @param expiresAt milliseconds since the epoch */
export function writeSession(request: FastifyRequest, reply: FastifyReply, token: string, expiresAt: number): void {
	clearSession(request, reply);
	reply.setCookie(nameCookie(request), token, { ...cookieAttributes(request), expires: new Date(expiresAt) });
}

export const clearSession = (request: FastifyRequest, reply: FastifyReply): void => clearCookie(request, reply);

/** Header value for changes. Only the cookie's holder can compute it, and only this service's page can read it. */
export const csrfOf = (secret: string): string => createHmac('sha256', secret).update('troupe console').digest('base64url');

const isCallable = ({ routeOptions: { url = '' } }: FastifyRequest) => callable.some((part) => url === part || url.startsWith(`${part}/`));

/** A link in n8n or a chat leads to the console without sign-in. */
const isLinkFromElsewhere = ({ method, headers, routeOptions: { url } }: FastifyRequest): boolean =>
	url === decisionLink &&
	harmless.has(method) &&
	comesFromElsewhere(headers) &&
	headers['sec-fetch-mode'] === 'navigate' &&
	headers['sec-fetch-dest'] === 'document';

const comesFromElsewhere = ({ 'sec-fetch-site': site }: FastifyRequest['headers']): boolean =>
	site !== undefined && site !== 'same-origin' && site !== 'none';

/** Browsers treat another port of this machine as the same site and send the cookie. */
function refuse({ method, headers }: FastifyRequest, secret: string) {
	if (comesFromElsewhere(headers))
		return denied('foreign', 'The request comes from a page of another address.', 'Use the console at its own address.');
	const sent = headers[csrfHeader];
	if (harmless.has(method) || (typeof sent === 'string' && isSameText(sent, csrfOf(secret)))) return undefined;
	return denied(
		'foreign',
		`A change that a browser sends with its session needs the header ${csrfHeader}.`,
		'Reload the console. Programs send an API key in the header Authorization.',
	);
}
