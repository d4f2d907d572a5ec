import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP, isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import type { FastifyRequest } from 'fastify';
import { TroupeError } from '../../core/base/errors';
import { isLoopback } from '../../core/base/network/loopback';

export const realm = 'realm="troupe"';

/** Requires a token for a service that other machines can reach. @throws TroupeError INPUT_INVALID */
export function checkExposure(address: string, token: string | undefined): void {
	if (isLoopback(address) || (token?.length ?? 0) >= 16) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `Other machines can reach the service at ${address}, but TROUPE_API_TOKEN is ${token ? 'shorter than 16 characters' : 'not set'}.`,
		fix: 'Set TROUPE_API_TOKEN to a long random text, which callers send as a bearer token, or use --host 127.0.0.1.',
	});
}

/** Warns of a service that other machines can reach under any name; undefined if none can, or its name is known. */
export function warnOfAnyName(address: string, publicUrl: string | undefined): string | undefined {
	if (isLoopback(address) || publicUrl !== undefined) return undefined;
	return 'TROUPE_PUBLIC_URL is not set: the service takes any Host header, and names it in the cards of its agents. Set it to the address that callers use.';
}

interface Refusal {
	status: 403;
	detail: string;
}

/**
 * Returns why a request's origin refuses it; undefined if allowed. @param publicUrl TROUPE_PUBLIC_URL, if it is set: a proxy on this machine may pass
 * its name on
 */
export function refuseForeign({ headers }: Pick<FastifyRequest, 'headers'>, address: string, publicUrl?: URL): Refusal | undefined {
	const name = readHostName(headers.host);
	// DNS rebinding: a foreign name that resolves to this machine.
	if (isLoopback(address) && !isLoopback(name) && name !== publicUrl?.hostname)
		return { status: 403, detail: 'The Host header does not name this machine.' };
	// It would get into signed cards and callers' information.
	if (publicUrl && !isOwn(name, address, publicUrl)) return { status: 403, detail: 'The Host header is not a name of this service.' };
	// Another site's page in a local browser: multipart needs no preflight.
	if (headers.origin === undefined || headers.origin === publicUrl?.origin) return undefined;
	if (readOriginHost(headers.origin) !== headers.host)
		return { status: 403, detail: 'Requests from pages of other sites are not allowed.' };
	if (isOwn(name, address, publicUrl)) return undefined;
	return { status: 403, detail: `Pages of ${name} cannot call the service: it does not know that name as its own.` };
}

const isOwn = (name: string, address: string, publicUrl?: URL): boolean =>
	isUnrented(name) || [address, hostname(), publicUrl?.hostname].some((own) => own?.toLowerCase() === name);

/** Nobody can register these names: an address, a name without a dot, or a local one. */
const isUnrented = (name: string): boolean => isIP(name) !== 0 || !name.includes('.') || name.endsWith('.localhost');

/**
 * RFC 6750, section 2.1, RFC 9449, section 7.1, or RFC 7617, section 2, with any number of spaces (RFC 9110, section 11.4). Basic authentication uses
 * the password with any user name.
 */
export function readToken(authorization = ''): string {
	const [scheme = '', credentials = ''] = authorization.split(/ +(.*)/s);
	if (['bearer', 'dpop'].includes(scheme.toLowerCase())) return credentials;
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

// Hashes of equal length hide the token's length.
export function isSameText(received: string, expected: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(received), digest(expected));
}
