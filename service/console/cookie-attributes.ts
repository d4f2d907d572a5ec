import type { FastifyRequest } from 'fastify';

export const plainName = 'troupe_session';
/** Browsers take a cookie of this name over TLS only, and from this host only. */
export const secureName = `__Host-${plainName}`;
/** Browsers keep no longer ones: RFC 6265, section 6.1, with room for the name and the attributes. */
export const maxCookieCharacters = 3_800;

/** @param part of a cookie beside that of the session */
export const nameCookie = ({ protocol }: FastifyRequest, part?: string): string =>
	`${protocol === 'https' ? secureName : plainName}${part === undefined ? '' : `_${part}`}`;

export const cookieAttributes = ({ protocol }: FastifyRequest) =>
	({ path: '/', httpOnly: true, sameSite: 'strict', secure: protocol === 'https' }) as const;
