import { fastify } from 'fastify';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { readTraceContext } from '../core/base/trace-context';
import names from '../providers/tracing/published-names.json';
import { createSpanMemory } from '../test/support/span-memory';
import { waitUntil } from '../test/support/wait-until';
import { findRequestTrace, traceRequests } from './trace-requests';

const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

test('a request is answered as part of the trace that its headers name, also after its body was read', async () => {
	const service = fastify();
	traceRequests(service, undefined);
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
	const [one, none, other] = await Promise.all([
		...[ask({ traceparent, tracestate: 'v=1' }), ask({}), ask({ traceparent: `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01` })],
	]);
	expect([one, none, other]).toEqual([{ place: { traceparent, tracestate: 'v=1' } }, { place: null }, { place: null }]);
	await service.close();
});

test('each request is a span that names its route, and nothing that the caller wrote', async () => {
	const { tracing, spans } = createSpanMemory();
	const service = fastify({ forceCloseConnections: true });
	traceRequests(service, tracing);
	const leave = new AbortController();
	let place: string | undefined;
	const traces: Array<string | undefined> = [];
	service.addHook('onResponse', async (request) => void traces.push(findRequestTrace(request)));
	await service.register(async (app) => {
		app.post('/contacts/:id', async () => void (place = readTraceContext()?.traceparent));
		app.get('/fault', async () => Promise.reject(new Error('ana@example.com')));
		app.get('/refused', { onRequest: async (_request, reply) => reply.code(401).send() }, async () => undefined);
		app.get('/silent', async ({ raw }) => {
			leave.abort();
			await once(raw.socket, 'close');
		});
		app.get('/healthz', async () => ({}));
	});
	const url = await service.listen({ port: 0, host: '127.0.0.1' });
	const ask = (path: string, options: RequestInit = {}) => fetch(`${url}${path}`, options).catch(() => undefined);
	await ask('/contacts/%2B5544988887777?name=Ana', { method: 'POST', headers: { traceparent, 'user-agent': 'Ana' } });
	for (const path of ['/fault', '/refused', '/healthz', '/Ana']) await ask(path);
	const left = ask('/silent', { signal: leave.signal });
	await waitUntil('the span of who left', () => spans().length === 5, { seen: () => spans().map(({ name }) => name) });
	await left;
	expect(traces.filter((trace) => trace !== undefined).slice(0, 4)).toEqual(
		spans()
			.slice(0, 4)
			.map((span) => span.spanContext().traceId),
	);
	expect(
		spans().map(({ name, kind, attributes, status }) => [
			name,
			kind,
			attributes['http.response.status_code'],
			attributes['error.type'],
			status.code,
		]),
	).toEqual([
		['POST /contacts/:id', 1, 200, undefined, 0],
		['GET /fault', 1, 500, '500', 2],
		['GET /refused', 1, 401, undefined, 0],
		['GET', 1, 404, undefined, 0],
		['GET /silent', 1, undefined, undefined, 0],
	]);
	const [first] = spans();
	expect(first!.parentSpanContext).toMatchObject({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) });
	expect(place).toBe(`00-${'a'.repeat(32)}-${first!.spanContext().spanId}-01`);
	const facts = spans().map(({ attributes }) => attributes);
	expect(JSON.stringify(facts)).not.toMatch(/Ana|5544|ana@/);
	expect(facts.flatMap((each) => Object.keys(each)).filter((name) => !names.attributes.includes(name))).toEqual([]);
	await service.close();
});
