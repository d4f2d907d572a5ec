import { startService, type Service } from '../../../test/nodes/service';
import { TroupeService } from './troupe-service';

let service: Service;
/** Answers in order: the status, and what is sent. */
let answers: Array<[number, string | object]>;
beforeEach(async () => {
	service = await startService((response) => {
		const [status, body] = answers.shift() ?? [500, {}];
		const headers = { 'content-type': 'application/json', 'retry-after': '0' };
		response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
	});
});
afterEach(() => service.close());

const open = (maxWaitMs?: number, signal = new AbortController().signal) =>
	new TroupeService({ url: service.url, token: 'trp_secret', tenant: 'default' }, signal, maxWaitMs);
const away: [number, object] = [503, { code: 'REGISTRY_NOT_READY', detail: 'It starts.', retryable: true }];
const done: [number, object] = [200, { id: 'o1', state: 'completed', answer: { status: 'complete' } }];

it('waits for an operation in the background, also while the service starts again', async () => {
	answers = [[202, { id: 'o1', state: 'queued' }], [200, { id: 'o1', state: 'running' }], away, away, done];
	expect(await open().finish('POST', 'privacy/forget', { body: { person: 'ana' } })).toEqual({ status: 'complete' });
	const [begun, followed] = service.asked;
	expect(begun).toMatchObject({ method: 'POST', url: '/api/v1/privacy/forget', headers: { prefer: 'respond-async' } });
	expect(followed).toMatchObject({ method: 'GET', url: '/api/v1/operations/o1?waitSeconds=20' });
});

it('takes the answer of a service that does it at once', async () => {
	answers = [[200, { status: 'nobody' }]];
	expect(await open().finish('POST', 'privacy/forget')).toEqual({ status: 'nobody' });
});

it('passes on why an operation failed, and that it goes on where it takes too long', async () => {
	const error = { code: 'STATE_CONFLICT', message: 'It is held.', fix: 'Wait.', retryable: false };
	answers = [
		[202, { id: 'o1', state: 'queued' }],
		[200, { id: 'o1', state: 'failed', error }],
	];
	await expect(open().finish('POST', 'privacy/forget')).rejects.toMatchObject(error);
	answers = [
		[202, { id: 'o1', state: 'queued' }],
		[200, { id: 'o1', state: 'running' }],
	];
	await expect(open(-1).finish('POST', 'privacy/forget')).rejects.toMatchObject({
		code: 'SERVICE_UNREACHABLE',
		message: expect.stringContaining('operation o1') as string,
		retryable: true,
	});
});

it('cancels nothing where the execution is stopped: forgetting may be what stops it', async () => {
	const stop = new AbortController();
	answers = [[202, { id: 'o1', state: 'queued' }]];
	const waiting = open(undefined, stop.signal);
	const finished = waiting.finish('POST', 'privacy/forget');
	stop.abort();
	await expect(finished).rejects.toMatchObject({ code: 'CANCELLED' });
	expect(service.asked.filter(({ url }) => url?.includes('cancel'))).toEqual([]);
});

it('says that another service answers there, and never its token', async () => {
	answers = [[200, '<html>Hello</html>']];
	const error = (await open()
		.call('GET', 'privacy/retention', { query: { within: undefined, language: 'pt' } })
		.catch((thrown: unknown) => thrown)) as Error;
	expect(error).toMatchObject({ code: 'SERVICE_UNREACHABLE', fix: expect.stringContaining('base URL in the credential') as string });
	expect(JSON.stringify(error) + error.message).not.toContain('trp_secret');
	expect(service.asked[0]!.url).toBe('/api/v1/privacy/retention?language=pt');
});
