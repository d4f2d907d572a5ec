import { findServiceToken } from './service-token';
import { serviceToken, startTestService } from '../../test/support/offering-service';

let service: Awaited<ReturnType<typeof startTestService>>;
beforeAll(async () => {
	service = await startTestService([], {}, {}, { rateLimits: { failures: 3 } });
});
afterAll(() => service.close());

const ask = (token?: string) =>
	fetch(`${service.url}/v2/topology`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

test('who tries tokens is slowed down, and nobody else at its address (medic/cht-core#10705)', async () => {
	const tried = [];
	for (let attempt = 0; attempt < 5; attempt++) tried.push((await ask(`guess-${attempt}`)).status);
	expect(tried).toEqual([401, 401, 401, 429, 429]);
	expect((await ask(serviceToken)).status).toBe(200);
	const asked = await ask();
	expect([asked.status, asked.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="troupe"']);
});

test('a command finds out that the service asks for a token, however often it asked', async () => {
	for (let attempt = 0; attempt < 5; attempt++)
		expect(await findServiceToken(service.url, { TROUPE_API_TOKEN: serviceToken })).toBe(serviceToken);
});
