import { fastify } from 'fastify';
import { setTimeout as wait } from 'node:timers/promises';
import { readTraceContext } from '../../core/base/trace-context';
import { traceRequests } from './trace-requests';

test('a request is answered as part of the trace that its headers name, also after its body was read', async () => {
	const service = fastify();
	traceRequests(service);
	await service.register(async (app) => {
		app.addHook('preHandler', async () => wait(1));
		app.post('/', async () => ({ place: readTraceContext() ?? null }));
	});
	const url = await service.listen({ port: 0, host: '127.0.0.1' });
	const ask = async (headers: Record<string, string>) => {
		const body = JSON.stringify({ text: 'a'.repeat(200_000) });
		const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
		return response.json();
	};
	const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
	const [one, none, other] = await Promise.all([
		...[ask({ traceparent, tracestate: 'v=1' }), ask({}), ask({ traceparent: `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01` })],
	]);
	expect([one, none, other]).toEqual([{ place: { traceparent, tracestate: 'v=1' } }, { place: null }, { place: null }]);
	await service.close();
});
