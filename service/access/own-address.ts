import { hostname } from 'node:os';
import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../../core/base/network/loopback';
import { readPublicUrl } from '../../providers/compose/nodes/waiting-links';

type Called = Pick<FastifyRequest, 'protocol' | 'host' | 'hostname' | 'socket'>;

/**
 * Returns the address under which callers find the service: TROUPE_PUBLIC_URL, if it is set. A caller on this machine, or one that names this machine
 * or the address to which it is connected, stays there. Any other name in `Host` can be one that leads elsewhere.
 */
export function readOwnAddress(request: Called): string {
	const publicUrl = readPublicUrl();
	return publicUrl === undefined || namesThisMachine(request) ? `${request.protocol}://${request.host}` : publicUrl;
}

/** Returns whether `Host` is a name or an address that only this machine has. */
export function namesThisMachine({ hostname: name, socket }: Pick<Called, 'hostname' | 'socket'>): boolean {
	const bare = name.replace(/^\[|\]$/g, '').toLowerCase();
	return isLoopback(bare) || bare === hostname().toLowerCase() || bare === socket.localAddress?.replace(/^::ffff:/, '');
}
