import type { FastifyRequest } from 'fastify';
import { readPublicUrl } from '../../providers/compose/nodes/waiting-links';

/** Returns the address under which a request reached the service: TROUPE_PUBLIC_URL under its name, with the scheme and the path that a proxy takes off. */
export function readOwnAddress({ protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>): string {
	const publicUrl = readPublicUrl();
	return publicUrl !== undefined && new URL(publicUrl).host === host.toLowerCase() ? publicUrl : `${protocol}://${host}`;
}
