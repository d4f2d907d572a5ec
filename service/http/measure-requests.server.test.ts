import { fastify, type FastifyInstance } from 'fastify';
import { request } from 'node:http';
import { countMeasured } from '../../test/support/prometheus/count-measured';
import { waitUntil } from '../../test/support/wait-until';
import { measureRequests } from './measure-requests';

let app: FastifyInstance;
let url: string;
const arrived: Array<() => void> = [];
beforeEach(async () => {
	app = fastify({ forceCloseConnections: true });
	measureRequests(app);
	app.get('/measured/things/:id', async () => 'A thing.');
	app.get('/measured/stream', async (_request, reply) => reply.type('text/event-stream').send('data: 1\n\n'));
	app.get('/measured/slow', () => new Promise(() => arrived.shift()?.()));
	url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => app.close());

it('names a request by its route, and a path without one never (SkeLLLa/fastify-metrics#99)', async () => {
	const requests = countMeasured('troupe_http_requests_total');
	for (const path of ['things/1', 'things/2', '.env', 'wp-admin']) await fetch(`${url}/measured/${path}`);
	expect(requests({ method: 'GET', route: '/measured/things/:id', status: '200' })).toBe(2);
	await fetch(`${url}/measured/things/1`, { method: 'PROPFIND' });
	expect([requests({ route: 'none', status: '404' }), requests({ method: 'none' }), requests({ method: 'PROPFIND' })]).toEqual([3, 3, 0]);
});

it('leaves streams out of the times, which would hide those of all others (Wave-RF/WaveHouse#421)', async () => {
	const [requests, times] = [countMeasured('troupe_http_requests_total'), countMeasured('troupe_http_request_duration_seconds')];
	for (const path of ['stream', 'things/1']) await (await fetch(`${url}/measured/${path}`)).text();
	expect([requests({ route: '/measured/stream' }), times({ route: '/measured/stream' })]).toEqual([1, 0]);
	expect(times({ route: '/measured/things/:id' })).toBe(1);
});

it('takes no client that left for a fault of the service (stellar/go-stellar-sdk#3710)', async () => {
	const requests = countMeasured('troupe_http_requests_total');
	const begun = new Promise<void>((resolve) => arrived.push(resolve));
	const leaving = request(`${url}/measured/slow`);
	leaving.on('error', () => undefined).end();
	await begun;
	leaving.destroy();
	await waitUntil('the request to be counted', () => requests({ route: '/measured/slow' }) > 0);
	expect([requests({ route: '/measured/slow', status: 'aborted' }), requests({ route: '/measured/slow' })]).toEqual([1, 1]);
});
