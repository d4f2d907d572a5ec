import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { TroupeError } from '../../core/errors';

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

/** Why a request is refused; undefined when it may pass. */
export function refusalOf(
	request: Pick<FastifyRequest, 'headers'>,
	address: string,
	token: string | undefined,
): { status: 401 | 403; detail: string } | undefined {
	const { host, origin, authorization } = request.headers;
	// A name of somebody else's that resolves to this machine: DNS rebinding.
	if (isLoopback(address) && !isLoopback(nameOf(host)))
		return { status: 403, detail: 'The Host header names another machine than this one.' };
	// A page of another site, in a browser of this machine: multipart needs no preflight.
	if (origin !== undefined && originHost(origin) !== host)
		return { status: 403, detail: 'Requests from pages of other sites are refused.' };
	if (token !== undefined && !isSame(tokenOf(authorization), token))
		return {
			status: 401,
			detail: "The service's TROUPE_API_TOKEN is expected, as a bearer token or as the password of basic authentication.",
		};
	return undefined;
}

/** RFC 6750, section 2.1, or RFC 7617, section 2: of basic authentication the password counts, whoever the user. */
function tokenOf(authorization = ''): string {
	const [scheme = '', credentials = ''] = authorization.split(/ (.*)/s);
	if (scheme.toLowerCase() === 'bearer') return credentials;
	if (scheme.toLowerCase() !== 'basic') return '';
	return /:(.*)/s.exec(Buffer.from(credentials, 'base64').toString())?.[1] ?? '';
}

function nameOf(host: string | undefined): string {
	const name = (host ?? '').replace(/:\d+$/, '');
	return name.startsWith('[') && isIPv6(name.slice(1, -1)) ? name.slice(1, -1) : name.toLowerCase();
}

function originHost(origin: string): string | undefined {
	return URL.canParse(origin) ? new URL(origin).host : undefined;
}

// Hashes are of equal length: the comparison tells nothing about the token's.
function isSame(given: string, expected: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(expected));
}
