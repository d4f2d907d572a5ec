import { fastify } from 'fastify';
import { restApi } from '../../engine-adapter/rest/rest-api';
import { engineScope, engineScopes } from './engine-scope';

test('an operator gives a job new retries, and a worker more time', () => {
	const scopesOf = (method: string, url: string) => engineScopes({ method, routeOptions: { url: `/v2${url}` } });
	expect(scopesOf('PATCH', '/jobs/:key')).toEqual(['process:run', 'process:work']);
	expect(scopesOf('POST', '/jobs/:key/failure')).toEqual(['process:work']);
});

test('each endpoint of the engine asks for the scope of its kind', async () => {
	const service = fastify();
	const scopes: Record<string, string[]> = {};
	service.addHook('onRoute', ({ method, url }) => {
		const scope = engineScope({ method: String(method), routeOptions: { url } });
		(scopes[scope] ??= []).push(`${String(method)} ${url.replace('/v2', '')}`);
	});
	await service.register(restApi({ engine: { read: async () => [] } as never, reportFault: () => undefined }, '0.0.0'), { prefix: '/v2' });
	await service.ready();
	expect(scopes['process:deploy']).toEqual(['POST /deployments', 'POST /resources/:key/deletion']);
	expect(scopes['process:work']).toEqual([
		'POST /jobs/activation',
		'POST /jobs/:key/completion',
		'POST /jobs/:key/failure',
		'POST /jobs/:key/error',
		'PATCH /jobs/:key',
		'POST /agent-instances',
		'PATCH /agent-instances/:key',
		'POST /agent-instances/:key/history',
	]);
	expect(scopes['process:read']!.filter((route) => !/^(GET|HEAD) |^POST .*\/search$|\/statistics\//.test(route))).toEqual([]);
	expect(scopes['process:run']!.filter((route) => /^(GET|HEAD) |\/search$/.test(route))).toEqual([]);
	expect(scopes['process:run']).toEqual(expect.arrayContaining(['POST /process-instances', 'POST /user-tasks/:key/completion']));
	await service.close();
});
