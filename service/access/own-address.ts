import { hostname } from 'node:os';
import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../../core/base/network/loopback';
import { readPublicUrl } from '../../providers/compose/nodes/waiting-links';

type Called = Pick<FastifyRequest, 'protocol' | 'host' | 'hostname' | 'socket'>;

/**
 * Returns the service's address for callers: TROUPE_PUBLIC_URL, if set. Callers on this machine, or that name it or their connected address, keep
 * theirs. Any other name in `Host` can lead elsewhere.
 */
export function readOwnAddress(request: Called): string {
	const publicUrl = readPublicUrl();
	return publicUrl === undefined || namesThisMachine(request) ? `${request.protocol}://${request.host}` : publicUrl;
}

/** True if only this machine has the name or address in `Host`. */
export function namesThisMachine({ hostname: name, socket }: Pick<Called, 'hostname' | 'socket'>): boolean {
	const bare = name.replace(/^\[|\]$/g, '').toLowerCase();
	return isLoopback(bare) || bare === hostname().toLowerCase() || bare === socket.localAddress?.replace(/^::ffff:/, '');
}
