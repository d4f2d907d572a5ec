import { testTerminal } from '../../test/support/test-terminal';
import { runServeCommand } from './serve-run';

const serve = (host: string, environment: NodeJS.ProcessEnv) => {
	const options = { port: 8600, host, worker: false, lint: false };
	const terminal = testTerminal({ TROUPE_API_TOKEN: 'a-token-that-is-long', ...environment });
	return runServeCommand(options, terminal, () => Promise.reject(new Error('it began')));
};

test.each([
	['127.0.0.1', 'http://localhost:8600', {}],
	['0.0.0.0', 'http://[::1]:8600/api/v1', {}],
	['10.1.2.3', 'https://10.1.2.3:8600', {}],
	['0.0.0.0', 'https://troupe.example.com/', { TROUPE_PUBLIC_URL: 'https://troupe.example.com' }],
])('a service at %s refuses %s as its registry, before it asks', async (host, url, environment) => {
	const refusal = { code: 'INPUT_INVALID', message: expect.stringContaining('this service'), fix: expect.stringContaining('Unset') };
	await expect(serve(host, { ...environment, TROUPE_REGISTRY_URL: url })).rejects.toMatchObject(refusal);
});

test.each([
	['127.0.0.1', 'http://127.0.0.1:8601', {}],
	['10.1.2.3', 'http://127.0.0.1:8600', {}],
	['0.0.0.0', 'https://registry.example.com', { TROUPE_PUBLIC_URL: 'https://troupe.example.com' }],
	['127.0.0.1', '', {}],
])('a service at %s takes %s', async (host, url, environment) => {
	await expect(serve(host, { ...environment, TROUPE_REGISTRY_URL: url })).rejects.toThrow('it began');
});
