import type { FastifyRequest } from 'fastify';
import type { ServiceScope } from './scopes';

type Asked = { method: string; routeOptions: Pick<FastifyRequest['routeOptions'], 'url'> };

/** Scopes for an endpoint of `/v2`, one of them enough. An operator gives a job new retries, a worker more time. */
export function engineScopes(request: Asked): readonly [ServiceScope, ...ServiceScope[]] {
	const isJobChange = request.method === 'PATCH' && request.routeOptions.url?.replace(/^\/v2/, '') === '/jobs/:key';
	return isJobChange ? ['process:run', 'process:work'] : [engineScope(request)];
}

/** By route: a path has many spellings. */
export function engineScope({ method, routeOptions: { url = '' } }: Asked): ServiceScope {
	const route = url.replace(/^\/v2/, '');
	if (method === 'GET' || method === 'HEAD' || route.endsWith('/search') || route.includes('/statistics/')) return 'process:read';
	if (['/deployments', '/resources'].some((start) => route.startsWith(start))) return 'process:deploy';
	return ['/jobs', '/agent-instances'].some((start) => route.startsWith(start)) ? 'process:work' : 'process:run';
}
