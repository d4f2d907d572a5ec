/**
 * The pitfalls of RFC 7515, 7519 and 8725 in the place where they would count: as the snapshot that a registry sends to the client of n8n
 * and the worker. `check-token` has them all (test/support/registry/token-vectors.ts); here each class is refused on the way to the gate, told of and written down.
 */
import { createHmac, createPublicKey } from 'node:crypto';
import { toJwk } from '../../../manifests/keys/create-keys';
import { expectRefused } from '../../support/registry/expect-refused';
import { HostileRegistry } from '../../support/registry/hostile-registry';
import { testKey } from '../../support/test-keys';

const path = 'tenants/default/snapshot';
const key = testKey('snapshot-1').privateKey;

let registry: HostileRegistry;
beforeAll(async () => {
	registry = await HostileRegistry.start();
});
afterAll(() => registry.stop());

const claims = (change: object = {}) => {
	const iat = Math.floor(registry.nowMs / 1000) - 60;
	return { iss: 'troupe', aud: 'troupe', iat, exp: iat + 900, ver: 1, manifests: [], ...change };
};
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const header = { alg: 'RS256', typ: 'troupe-snapshot+jwt', kid: 'snapshot-1' };
const forged = (change: object = {}, head: object | string = {}) => registry.forged(claims(change), head);
const parts = () => forged().split('.') as [string, string, string];
const withoutClaim = (name: string) => registry.forged(Object.fromEntries(Object.entries(claims()).filter(([claim]) => claim !== name)));
/** RFC 8725, section 2.1: the public key, which everybody has, as the secret of an HMAC. */
function confused(alg: string): string {
	const input = `${encode({ ...header, alg })}.${encode(claims())}`;
	const secret = createPublicKey(key).export({ type: 'spki', format: 'pem' });
	return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

const onlyThree = 'a header of alg, typ and kid';
const threeParts = 'three parts of canonical base64url, separated by dots';
const oneMeaning = 'JSON in UTF-8 that can be read in one way only';
const bySigner = 'a signature of its bytes by the key snapshot-1';
const notMade = expect.stringMatching(/^a signature that this key did not make/) as unknown;
const properties = (name: string) => `the document must have required property '${name}'`;

const cases: Array<[attack: string, token: () => string, reason: string, expected: unknown, actual: unknown]> = [
	['alg none', () => `${encode({ ...header, alg: 'none' })}.${encode(claims())}.`, 'header', 'RS256', '"none"'],
	['an HMAC with the public key as its secret', () => confused('HS256'), 'header', 'RS256', '"HS256"'],
	['such an HMAC that calls itself RS256', () => confused('RS256'), 'signature', bySigner, notMade],
	['another algorithm of the same key (PS256)', () => forged({}, { alg: 'PS256' }), 'header', 'RS256', '"PS256"'],
	['a key of its own (jwk)', () => forged({}, { jwk: toJwk(testKey('snapshot-1')) }), 'header', onlyThree, '"jwk" in it'],
	['an address of keys (jku)', () => forged({}, { jku: 'https://evil.example/keys' }), 'header', onlyThree, '"jku" in it'],
	['a certificate (x5c)', () => forged({}, { x5c: ['MII'] }), 'header', onlyThree, '"x5c" in it'],
	['an unknown critical extension', () => forged({}, { crit: ['x'], x: 1 }), 'header', onlyThree, '"crit", "x" in it'],
	['an unencoded payload (b64)', () => forged({}, { b64: false, crit: ['b64'] }), 'header', onlyThree, '"b64", "crit" in it'],
	['a token within (cty)', () => forged({}, { cty: 'JWT' }), 'header', onlyThree, '"cty" in it'],
	['a kid that is a path', () => forged({}, { kid: '../../dev/null' }), 'key', ['snapshot-1'], '../../dev/null'],
	['a kid of every object', () => forged({}, { kid: '__proto__' }), 'key', ['snapshot-1'], '__proto__'],
	['no kid', () => forged({}, JSON.stringify({ alg: 'RS256', typ: header.typ })), 'header', 'a text of 1 to 200 characters', 'undefined'],
	[
		'no type',
		() => forged({}, JSON.stringify({ alg: 'RS256', kid: 'snapshot-1' })),
		'header',
		'a text of 1 to 200 characters',
		'undefined',
	],
	['the type of another use', () => forged({}, { typ: 'at+jwt' }), 'header', 'troupe-snapshot+jwt', '"at+jwt"'],
	[
		'a name twice in its header',
		() => forged({}, `{"alg":"none",${JSON.stringify(header).slice(1)}`),
		'json',
		`a header of ${oneMeaning}`,
		'the name "alg" appears twice in one object',
	],
	[
		'a claim twice, once escaped',
		() => registry.forged(`{"v\\u0065r":2,${JSON.stringify(claims()).slice(1)}`),
		'json',
		`a payload of ${oneMeaning}`,
		'the name "ver" appears twice in one object',
	],
	['a nested token for a payload', () => registry.forged(JSON.stringify(forged())), 'schema', 'the document must be object', 'a string'],
	[
		'JSON serialization',
		() => JSON.stringify({ payload: parts()[1], protected: parts()[0], signature: parts()[2] }),
		'encoding',
		threeParts,
		'one part',
	],
	['padding', () => `${forged()}==`, 'encoding', threeParts, 'a signature in another spelling'],
	['a line break after it', () => `${forged()}\n`, 'encoding', threeParts, 'a signature in another spelling'],
	['no signature', () => `${parts()[0]}.${parts()[1]}.`, 'signature', bySigner, expect.stringContaining('this key did not make')],
	['no expiry', () => withoutClaim('exp'), 'schema', properties('exp'), 'nothing'],
	['no issuer', () => withoutClaim('iss'), 'schema', properties('iss'), 'nothing'],
	['an expiry that is a text', () => forged({ exp: '99999999999' }), 'schema', '/exp must be integer', '"99999999999"'],
	['an expiry that is a fraction', () => forged({ exp: 1_999_999_999.5 }), 'schema', '/exp must be integer', '1999999999.5'],
	['an expiry without end', () => forged({ exp: 2 ** 53 - 1 }), 'schema', '/exp must be <= 99999999999', '9007199254740991'],
	[
		'an expiry before its issue',
		() => forged({ exp: claims().iat - 1 }),
		'claims',
		expect.stringMatching(/^an expiry \(exp\) after .+Z/),
		expect.stringMatching(/Z$/),
	],
	['several audiences', () => forged({ aud: ['troupe', 'other'] }), 'schema', '/aud must be string', 'a list of 2'],
	['another issuer', () => forged({ iss: 'mallory' }), 'schema', '/iss must be equal to constant', '"mallory"'],
	['a claim that no schema knows', () => forged({ admin: true }), 'schema', 'the document must NOT have additional properties', '"admin"'],
];

describe('attack on the token of the snapshot', () => {
	it.each(cases)('%s is refused, and nothing is kept of it', async (_attack, token, reason, expected, actual) => {
		registry.serve(token());
		const client = registry.client();
		await client.refresh();
		const refusal = { code: 'TOKEN_INVALID' as const, document: path, reason, expected, actual };
		expectRefused(client.lastError, refusal, { home: registry.home, by: 'client' });
		expect(() => registry.trust().snapshot()).toThrow('the registry has sent no snapshot');
	});

	it('an honest one is taken after all of them', async () => {
		registry.serve(forged());
		const client = registry.client();
		await client.refresh();
		expect(client.lastError).toBeUndefined();
		expect(registry.trust().snapshot().document.ver).toBe(1);
	});
});
