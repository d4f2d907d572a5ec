import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHmac } from 'node:crypto';
import { denied } from '../../manifests/registry/access/access';
import { isSameText } from '../access/access';
import { sendProblem } from '../problems';

const plainName = 'troupe_session';
/** Browsers take a cookie of this name over TLS only, and from this host only. */
const secureName = `__Host-${plainName}`;
/** Browsers keep no longer ones: RFC 6265, section 6.1, with room for the name and the attributes. */
export const maxCookieCharacters = 3_800;
/** A page sends this header with each change; a page of another site cannot read its value. */
export const csrfHeader = 'x-troupe-csrf';

export const linkPath = '/console/session/link';

/** The parts of the service that a signed-in browser calls as any other client does. */
const callable = ['/api/v1', '/v2', '/console', '/approvals'];
const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Makes the cookie of a signed-in browser the bearer token of its requests, so that every route judges it like any other caller. */
export async function readSessionCookies(service: FastifyInstance): Promise<void> {
	await service.register(cookie);
	service.addHook('onRequest', async (request, reply) => {
		const token = readSession(request);
		if (token === undefined || request.headers.authorization !== undefined || !isCallable(request)) return;
		// A link signs in whoever opens it, also in place of a session that is over.
		if (request.routeOptions.url === linkPath) return;
		const refusal = refuse(request, token);
		if (refusal) return sendProblem(refusal, request, reply);
		request.headers.authorization = `Bearer ${token}`;
	});
}

export const readSession = ({ cookies }: FastifyRequest): string | undefined => cookies[secureName] ?? cookies[plainName];

/** @param token an API key of its own, or the token of an issuer @param expiresAt milliseconds since the epoch */
export function writeSession(request: FastifyRequest, reply: FastifyReply, token: string, expiresAt: number): void {
	reply.setCookie(nameFor(request), token, { ...attributes(request), expires: new Date(expiresAt) });
}

export function clearSession(request: FastifyRequest, reply: FastifyReply): void {
	reply.clearCookie(nameFor(request), attributes(request));
}

/** The value of the header that changes need. Only who has the cookie can compute it, and only a page of this service can read it. */
export const csrfOf = (token: string): string => createHmac('sha256', token).update('troupe console').digest('base64url');

const nameFor = ({ protocol }: FastifyRequest) => (protocol === 'https' ? secureName : plainName);
const attributes = ({ protocol }: FastifyRequest) =>
	({ path: '/', httpOnly: true, sameSite: 'strict', secure: protocol === 'https' }) as const;

const isCallable = ({ routeOptions: { url = '' } }: FastifyRequest) => callable.some((part) => url === part || url.startsWith(`${part}/`));

/** Another port of this machine is the same site to a browser, which then sends the cookie. */
function refuse({ method, headers }: FastifyRequest, token: string) {
	const site = headers['sec-fetch-site'];
	if (site !== undefined && site !== 'same-origin' && site !== 'none')
		return denied('foreign', 'The request comes from a page of another address.', 'Use the console at its own address.');
	const sent = headers[csrfHeader];
	if (harmless.has(method) || (typeof sent === 'string' && isSameText(sent, csrfOf(token)))) return undefined;
	return denied(
		'foreign',
		`A change that a browser sends with its session needs the header ${csrfHeader}.`,
		'Reload the console. Programs send an API key in the header Authorization.',
	);
}
