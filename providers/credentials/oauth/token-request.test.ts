import { askTokenServer } from './token-request';

test.each([
	['shop', 'secret-1_2.3~4', 'shop:secret-1_2.3~4'],
	['shop:eu', 'a%b+c d', 'shop%3Aeu:a%25b%2Bc+d'],
	['loja', 'ção/=', 'loja:%C3%A7%C3%A3o%2F%3D'],
])('authenticates the client %j with the secret %j as RFC 6749 encodes them', async (clientId, clientSecret, expected) => {
	let sent: string | null = null;
	const send: typeof fetch = async (_url, init) => {
		sent = new Headers(init?.headers).get('authorization');
		return Response.json({ access_token: 'at' });
	};
	await askTokenServer({ name: 'crm', url: 'https://id.example/token', fields: {}, basic: { clientId, clientSecret } }, send);
	expect(Buffer.from(sent!.slice('Basic '.length), 'base64').toString()).toBe(expected);
});
