import { TroupeError } from '../../../core/base/errors';
import { HttpRegistry } from '../../../manifests/registry-over-http/http-registry';
import { ada, scriptedServices, sha256 } from './scripted-service';

const open = scriptedServices();

test('errors of the registry come back as they were', async () => {
	const { url } = await open({
		approve: async () => {
			throw new TroupeError({
				code: 'STATE_CONFLICT',
				message: 'Another came between.',
				fix: 'Look again.',
				details: { expected: 1, actual: 2 },
			});
		},
		diff: async () => {
			throw new TroupeError({ code: 'REGISTRY_NOT_READY', message: 'The database does not answer.', retryable: true, retryAfterMs: 2_000 });
		},
	});
	const registry = new HttpRegistry({ url, token: 'all' });
	await expect(registry.approve(ada, sha256, { token: 'a.b.c', revision: 1 })).rejects.toMatchObject({
		code: 'STATE_CONFLICT',
		message: 'Another came between.',
		fix: 'Look again.',
		details: { expected: 1, actual: 2 },
	});
	await expect(registry.diff(ada, sha256, sha256)).rejects.toMatchObject({
		code: 'REGISTRY_NOT_READY',
		retryable: true,
		retryAfterMs: 2_000,
	});
	await expect(new HttpRegistry({ url }).list(ada, {})).rejects.toMatchObject({ code: 'ACCESS_DENIED', details: { reason: 'missing' } });
});

test('the reason for removing a label is in no address', async () => {
	const { url, calls } = await open({ removeLabel: async () => undefined });
	const asked: string[] = [];
	const watched: typeof fetch = (input, init) => {
		asked.push(`${init?.method} ${input as string}`);
		return fetch(input, init);
	};
	const key = { kind: 'prompt' as const, name: '@acme/tone', label: 'canary' };
	const request = { reason: 'Ana Souza asked for it', revision: 2 };
	await new HttpRegistry({ url, token: 'all', fetch: watched }).removeLabel(ada, { ...key, ...request });
	await new HttpRegistry({ url, token: 'all', fetch: watched }).removeLabel(ada, key);
	expect(asked).toEqual(Array(2).fill(`POST ${url}/api/v1/labels/prompt/%40acme%2Ftone/canary/remove`));
	expect(calls).toEqual([
		['removeLabel', ada, { ...key, ...request }],
		['removeLabel', ada, key],
	]);
});

test('what breaks inside is told to the log and not to the caller', async () => {
	const { call, faults } = await open({ rollouts: () => Promise.reject(new Error('SELECT secret FROM /var/lib')) });
	const answer = await call('/rollouts');
	expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('secret')]);
	expect(faults.splice(0)).toEqual([expect.objectContaining({ message: 'SELECT secret FROM /var/lib' })]);
});

test('answers carry headers against browsers, and no leave for other sites', async () => {
	const { call } = await open({ keys: async () => ({ keys: [] }) });
	const { headers } = await call('/keys', { token: null, headers: { origin: 'https://other.example' } });
	expect(Object.fromEntries(headers)).toMatchObject({
		'content-security-policy': "default-src 'none';frame-ancestors 'none'",
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'referrer-policy': 'no-referrer',
		'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
	});
	expect(headers.has('access-control-allow-origin')).toBe(false);
	expect(headers.has('x-powered-by')).toBe(false);
});
