/** Cards that are signed with the official SDK. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { AgentCard, generateAgentCardSignature } from '@a2a-js/sdk';
import { guardedFetch } from '../../http/guarded-fetch';
import { readCard } from './read-card';
import { type CardRules, verifyCard } from './verify-card';

const send = guardedFetch({ allowPrivateNetworks: true });
const key = (kid: string) => {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	return { privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256' } };
};
const own = key('own');
const other = key('own');

const closers: Array<() => void> = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

interface Served {
	signWith?: KeyObject;
	jku?: (url: string) => string;
	change?: (card: Record<string, unknown>) => object;
	keys?: object[];
}

async function serve({ signWith, jku, change = (card) => card, keys = [own.jwk] }: Served) {
	const asked: string[] = [];
	const http = createServer((request, response) => {
		asked.push(request.url!);
		const answer = async () => (request.url === '/keys' ? { keys } : change(AgentCard.toJSON(await sign()) as Record<string, unknown>));
		void answer().then((body) => response.end(JSON.stringify(body)));
	});
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	closers.push(() => (http.close(), http.closeAllConnections()));
	const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
	const card = AgentCard.fromJSON({
		...{ name: 'Weather', description: 'Knows.', version: '1', skills: [], capabilities: { streaming: false } },
		supportedInterfaces: [{ url, protocolBinding: 'JSONRPC', protocolVersion: '1.0' }],
	});
	const header = { alg: 'ES256', typ: 'JOSE', kid: 'own', jku: jku?.(url) ?? `${url}/keys` };
	const sign = async () => (signWith ? generateAgentCardSignature(signWith, header)(card) : card);
	const verify = async (rules: CardRules) => verifyCard('weather', url, await readCard(new URL(`${url}/card`), send), rules, send);
	return { verify, asked };
}

test.each<[string, Served, CardRules]>([
	['without a signature, where none is required', {}, {}],
	['signed by a key of its origin', { signWith: own.privateKey }, { signature: 'required' }],
	['signed by a known key', { signWith: own.privateKey, keys: [] }, { keys: [own.jwk] }],
	['signed by a key that is not known, where that is enough', { signWith: own.privateKey, keys: [] }, {}],
])('a card %s is taken', async (_, served, rules) => {
	await expect((await serve(served)).verify(rules)).resolves.toBeUndefined();
});

test.each<[string, Served, CardRules, string]>([
	['without a signature', {}, { signature: 'required' }, 'has no signature'],
	['without a signature, where its keys are known', {}, { keys: [own.jwk] }, 'has no signature'],
	['signed by another key of the same name', { signWith: other.privateKey }, {}, 'has a wrong signature'],
	[
		'that was changed',
		{ signWith: own.privateKey, change: (card) => ({ ...card, description: 'Knows all.' }) },
		{},
		'has a wrong signature',
	],
	['whose key is not known', { signWith: own.privateKey, keys: [] }, { signature: 'required' }, 'not known'],
	[
		'whose keys are elsewhere',
		{ signWith: own.privateKey, jku: () => 'https://evil.example/keys' },
		{ signature: 'required' },
		'not known',
	],
	[
		'whose key is a shared secret',
		{ signWith: own.privateKey, keys: [{ kty: 'oct', k: 'AAAA', kid: 'own' }] },
		{ signature: 'required' },
		'not known',
	],
	[
		'with signatures without end',
		{ change: (card) => ({ ...card, signatures: Array.from({ length: 6 }, () => ({ protected: 'e30', signature: 'x' })) }) },
		{},
		'more than 5',
	],
])('a card %s is refused', async (_, served, rules, why) => {
	await expect((await serve(served)).verify(rules)).rejects.toMatchObject({
		code: 'TOOL_SOURCE_UNREACHABLE',
		message: expect.stringContaining(why) as string,
		retryable: false,
	});
});

test('known keys are not asked for', async () => {
	const { verify, asked } = await serve({ signWith: own.privateKey });
	await verify({ keys: [own.jwk] });
	expect(asked).toEqual(['/card']);
});

test('a card without end is not read', async () => {
	const { verify } = await serve({ change: (card) => ({ ...card, description: 'x'.repeat(2 * 1024 * 1024) }) });
	await expect(verify({})).rejects.toThrow('too large');
});
