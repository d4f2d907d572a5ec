import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { TroupeError } from '../../core/base/errors';

const loopbackNames = new Set(['localhost', '127.0.0.1', '::1']);

/** Whether only this machine can reach the address. */
export function isLoopback(address: string): boolean {
	return loopbackNames.has(address) || /^127(\.\d{1,3}){3}$/.test(address);
}

/**
 * Other machines may reach the service only with a token.
 * @throws TroupeError INPUT_INVALID
 */
export function checkExposure(address: string, token: string | undefined): void {
	if (isLoopback(address) || (token?.length ?? 0) >= 16) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `Bound to ${address}, the service could be reached from other machines, and TROUPE_API_TOKEN is ${token ? 'shorter than 16 characters' : 'not set'}.`,
		fix: 'Set TROUPE_API_TOKEN to a long random text, which callers send as a bearer token, or bind to 127.0.0.1.',
	});
}

export interface Refusal {
	status: 401 | 403;
	detail: string;
}

/** Why a request is refused for where it comes from; undefined when it may pass. */
export function refuseForeign({ headers }: Pick<FastifyRequest, 'headers'>, address: string): Refusal | undefined {
	// A name of somebody else's that resolves to this machine: DNS rebinding.
	if (isLoopback(address) && !isLoopback(readHostName(headers.host)))
		return { status: 403, detail: 'The Host header names another machine than this one.' };
	// A page of another site, in a browser of this machine: multipart needs no preflight.
	if (headers.origin === undefined || readOriginHost(headers.origin) === headers.host) return undefined;
	return { status: 403, detail: 'Requests from pages of other sites are refused.' };
}

/** Why a request is refused for what it does not know; undefined when it may pass, or when no token is asked for. */
export function refuseWithoutToken({ headers }: Pick<FastifyRequest, 'headers'>, token: string | undefined): Refusal | undefined {
	if (token === undefined || isSame(readToken(headers.authorization), token)) return undefined;
	return {
		status: 401,
		detail: "The service's TROUPE_API_TOKEN is expected, as a bearer token or as the password of basic authentication.",
	};
}

/** RFC 6750, section 2.1, or RFC 7617, section 2: of basic authentication the password counts, whoever the user. */
function readToken(authorization = ''): string {
	const [scheme = '', credentials = ''] = authorization.split(/ (.*)/s);
	if (scheme.toLowerCase() === 'bearer') return credentials;
	if (scheme.toLowerCase() !== 'basic') return '';
	return /:(.*)/s.exec(Buffer.from(credentials, 'base64').toString())?.[1] ?? '';
}

function readHostName(host: string | undefined): string {
	const name = (host ?? '').replace(/:\d+$/, '');
	return name.startsWith('[') && isIPv6(name.slice(1, -1)) ? name.slice(1, -1) : name.toLowerCase();
}

function readOriginHost(origin: string): string | undefined {
	return URL.canParse(origin) ? new URL(origin).host : undefined;
}

// Hashes are of equal length: the comparison tells nothing about the token's.
function isSame(received: string, expected: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(received), digest(expected));
}
