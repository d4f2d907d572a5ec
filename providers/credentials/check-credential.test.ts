import { createProofKey } from '../../core/base/network/dpop-key';
import type { Credential } from '../../core/ports/access/credentials';
import { findRefusal } from './check-credential';

test('a token that is bound to a key is sent with a proof of it', async () => {
	const data = { proofKey: createProofKey(), oauthTokenData: { access_token: 't', token_type: 'DPoP' } };
	const sent: Headers[] = [];
	const send: typeof fetch = async (_, init) => {
		sent.push(new Headers(init?.headers));
		return new Response('{}');
	};
	const credential = { name: 'crm', type: 'oAuth2Api', data } as unknown as Credential;
	expect(await findRefusal(credential, 'https://crm.example/me', send, new AbortController().signal)).toBeUndefined();
	expect([sent[0]!.get('authorization'), sent[0]!.get('dpop')]).toEqual(['DPoP t', expect.stringMatching(/^ey.*\..*\./) as string]);
});
