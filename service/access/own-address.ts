import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../../core/base/loopback';
import { readPublicUrl } from '../../providers/compose/nodes/waiting-links';

/**
 * Returns the address under which callers find the service: TROUPE_PUBLIC_URL, if it is set. A caller on this machine, or one that names the
 * address to which it is connected, stays there. Any other name in `Host` can be one that leads elsewhere.
 */
export function readOwnAddress({ protocol, host, socket }: Pick<FastifyRequest, 'protocol' | 'host' | 'socket'>): string {
	const asked = `${protocol}://${host}`;
	const publicUrl = readPublicUrl();
	if (publicUrl === undefined) return asked;
	const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
	return isLoopback(name) || name === socket?.localAddress?.replace(/^::ffff:/, '') ? asked : publicUrl;
}
