import type { FastifyReply, FastifyRequest } from 'fastify';

const plainName = 'troupe_session';
/** Browsers accept this name over TLS from this host only. */
const secureName = `__Host-${plainName}`;
/** Browsers' limit: RFC 6265, section 6.1, with room for name and attributes. */
export const maxCookieCharacters = 3_800;

/** The only valid name: over TLS, another host of the domain can set the plain one. @param part of a cookie beside the session's */
export const nameCookie = ({ protocol }: FastifyRequest, part?: string): string =>
	namePart(protocol === 'https' ? secureName : plainName, part);

export function clearCookie(request: FastifyRequest, reply: FastifyReply, part?: string): void {
	const names = request.protocol === 'https' ? [secureName, plainName] : [plainName];
	for (const name of names) reply.clearCookie(namePart(name, part), cookieAttributes(request));
}

const namePart = (name: string, part?: string) => (part === undefined ? name : `${name}_${part}`);

export const cookieAttributes = ({ protocol }: FastifyRequest) =>
	({ path: '/', httpOnly: true, sameSite: 'strict', secure: protocol === 'https' }) as const;
