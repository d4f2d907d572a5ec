import { createProofKey } from '../../core/base/network/dpop-key';
import { provenFetch } from './proven-fetch';

const readNonce = (proof: string) => (JSON.parse(Buffer.from(proof.split('.')[1]!, 'base64url').toString()) as { nonce?: string }).nonce;

/** A server that wants `nonce` in each proof, and gives `next` with what it takes. */
function startServer(nonce: string) {
	const state = { nonce, next: undefined as string | undefined, got: [] as Array<string | undefined> };
	const send: typeof fetch = async (_, init) => {
		const got = readNonce(new Headers(init?.headers).get('dpop')!);
		state.got.push(got);
		if (got === state.nonce) return new Response('{}', { headers: state.next === undefined ? {} : { 'dpop-nonce': state.next } });
		return new Response('', { status: 401, headers: { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': state.nonce } });
	};
	return { state, send };
}
const ask = async (send: typeof fetch, key: string, url = 'https://crm.example/mcp') =>
	(await provenFetch(send, key)(url, { method: 'POST', headers: { authorization: 'Bearer t' } })).status;

test('a nonce is asked for once, and goes with each later request until the server gives another', async () => {
	const key = createProofKey();
	const { state, send } = startServer('a');
	expect([await ask(send, key), await ask(send, key)]).toEqual([200, 200]);
	state.next = 'b';
	await ask(send, key);
	state.nonce = 'b';
	await ask(send, key);
	expect(state.got).toEqual([undefined, 'a', 'a', 'a', 'b']);
	state.nonce = 'c';
	expect(await ask(send, key)).toBe(200);
	expect(state.got.slice(5)).toEqual(['b', 'c']);
});

test('the nonce of one server, or of one key, goes with no request of another', async () => {
	const key = createProofKey();
	await ask(startServer('a').send, key);
	const { state, send } = startServer('z');
	await ask(send, key, 'https://other.example/mcp');
	await ask(send, createProofKey());
	expect(state.got).toEqual([undefined, 'z', undefined, 'z']);
});

test('a server that takes no nonce gets a request twice, and no more', async () => {
	const refusal = { status: 401, headers: { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': 'n' } };
	let requests = 0;
	const send: typeof fetch = async () => ((requests += 1), new Response('', refusal));
	expect([await ask(send, createProofKey()), requests]).toEqual([401, 2]);
});
