import type { FastifyRequest } from 'fastify';
import type { ServiceScope } from './scopes';

/** Returns the scope for an endpoint of `/v2`, by its route: a path has many spellings. */
export function engineScope({
	method,
	routeOptions: { url = '' },
}: {
	method: string;
	routeOptions: Pick<FastifyRequest['routeOptions'], 'url'>;
}): ServiceScope {
	const route = url.replace(/^\/v2/, '');
	if (method === 'GET' || method === 'HEAD' || route.endsWith('/search') || route.includes('/statistics/')) return 'process:read';
	if (['/deployments', '/resources'].some((start) => route.startsWith(start))) return 'process:deploy';
	return ['/jobs', '/agent-instances'].some((start) => route.startsWith(start)) ? 'process:work' : 'process:run';
}
