/** A receiver verifies the token of an agent with what the service publishes, as docs/agents/identity.md says. */
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { fetchWithIdentity } from '../../providers/compose/agents/tool-identity';
import { startTestService } from '../../test/support/offering-service';

const before = process.env.TROUPE_PUBLIC_URL;
afterEach(() => {
	if (before === undefined) delete process.env.TROUPE_PUBLIC_URL;
	else process.env.TROUPE_PUBLIC_URL = before;
});

test('verifies by discovery, without a credential, and refuses a token of another installation', async () => {
	const [service, other] = await Promise.all([startTestService([]), startTestService([])]);
	try {
		expect((await fetch(`${service.url}/.well-known/openid-configuration`)).status).toBe(404);
		process.env.TROUPE_PUBLIC_URL = service.url;
		const sendFrom = async ({ host }: typeof service): Promise<string> => {
			let sent = '';
			const send: typeof fetch = async (_url, init) => ((sent = new Headers(init?.headers).get('authorization')!), new Response('ok'));
			const acting = { agent: { id: 'clerk', version: '1.0.0' }, callers: [], runId: 'r', asker: [] };
			const told = {
				who: 'The tool',
				url: 'https://shop.example/pay',
				identity: { audience: 'shop' },
				acting,
				isInline: false,
				sent: new Set<string>(),
			};
			await (
				await fetchWithIdentity(send, told, host)
			)(told.url);
			return sent.replace('Bearer ', '');
		};
		const found = (await (await fetch(`${service.url}/.well-known/openid-configuration`)).json()) as { issuer: string; jwks_uri: string };
		const keys = createRemoteJWKSet(new URL(found.jwks_uri));
		const verify = (token: string) => jwtVerify(token, keys, { issuer: found.issuer, audience: 'shop', algorithms: ['ES256'] });
		expect((await verify(await sendFrom(service))).payload.sub).toMatch(/agent\/clerk$/);
		await expect(verify(await sendFrom(other))).rejects.toThrow(/no applicable key/);
	} finally {
		await Promise.all([service.close(), other.close()]);
	}
});
