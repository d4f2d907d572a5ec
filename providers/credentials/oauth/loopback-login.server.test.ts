import { loopbackLogin } from './loopback-login';

it('tells a login that nobody finished from one that was stopped', async () => {
	const data = { authUrl: 'https://accounts.example.com/login', clientId: 'desk' };
	const logIn = (signal: AbortSignal) => loopbackLogin({ name: 'mail', provider: null, data, send: fetch, show: () => undefined, signal });
	await expect(logIn(AbortSignal.timeout(1))).rejects.toMatchObject({
		code: 'CANCELLED',
		message: expect.stringContaining('not finished in time'),
	});
	await expect(logIn(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED', message: expect.stringContaining('was stopped') });
});
