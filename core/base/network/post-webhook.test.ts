import { countMeasured } from '../../../test/support/prometheus/count-measured';
import { postWebhook } from './post-webhook';

it('counts webhooks by the answer of their receiver, or by why there is none', async () => {
	const [requests, times] = [countMeasured('troupe_webhook_requests_total'), countMeasured('troupe_webhook_request_duration_seconds')];
	const post = (fetch: () => Promise<Response>) =>
		postWebhook({ url: 'https://hooks.example' }, { id: 'm', body: '{}' }, { fetch, now: 0, kind: 'notice' });
	await post(() => Promise.resolve(new Response(null, { status: 204 })));
	await post(() => Promise.resolve(new Response(null, { status: 503 })));
	await post(() => Promise.reject(new TypeError('fetch failed')));
	const countOf = (status: string) => requests({ kind: 'notice', status });
	expect([countOf('204'), countOf('503'), countOf('UNREACHABLE'), times({ kind: 'notice' })]).toEqual([1, 1, 1, 3]);
});
