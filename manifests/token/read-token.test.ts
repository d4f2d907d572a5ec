import { createHmac, createPublicKey, createSign, type KeyObject } from 'node:crypto';
import { testKey } from '../../test/support/test-keys';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { PublicJwk } from '../documents/root-document';
import type { SnapshotDocument } from '../documents/snapshot-document';
import { selectRoleKeys, loadKeys, type KeyRing } from './key-ring';
import { getMaxTokenBytes, readToken } from './read-token';
import type { TokenRule } from './refused-token';

const nowMs = Date.UTC(2026, 0, 15);
const now = nowMs / 1000;
const { privateKey } = testKey('read-token');
const otherKey = testKey('read-token-other').privateKey;
const ring: KeyRing = loadKeys({ keys: [toJwk(privateKey, 'snapshot-1')] }, 'root');

const header = { alg: 'RS256', typ: 'troupe-snapshot+jwt', kid: 'snapshot-1' };
const payload: SnapshotDocument = {
	iss: 'troupe',
	aud: 'troupe',
	iat: now - 60,
	exp: now + 900,
	ver: 7,
	manifests: [{ sha256: 'a'.repeat(64), package: 'n8n-nodes-troupe', version: '1.0.0', state: 'approved' }],
};

function toJwk(key: KeyObject, kid: string): PublicJwk {
	const { n, e } = createPublicKey(key).export({ format: 'jwk' }) as { n: string; e: string };
	return { kty: 'RSA', n, e, kid, use: 'sig', alg: 'RS256' };
}

const encode = (part: unknown) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
const signInput = (input: string, key = privateKey) => `${input}.${createSign('RSA-SHA256').update(input).sign(key).toString('base64url')}`;
/** A token that our key really signed, whatever it says. */
const token = (head: unknown = header, body: unknown = payload) => signInput(`${encode(head)}.${encode(body)}`);

const read = (text: string | Buffer, keys = ring) =>
	readToken('snapshot.jwt', 'troupe-snapshot+jwt', typeof text === 'string' ? Buffer.from(text, 'latin1') : text, keys, nowMs);

function expectRefusal(act: () => unknown, rule: TokenRule, words?: string | RegExp): void {
	let thrown: unknown;
	try {
		act();
	} catch (error) {
		thrown = error;
	}
	if (!isTroupeError(thrown)) throw new Error(`not refused: ${String(thrown)}`);
	expect({ code: thrown.code, rule: thrown.details.reason, fix: typeof thrown.fix }).toEqual({
		code: 'TOKEN_INVALID',
		rule,
		fix: 'string',
	});
	expect(thrown.details).toMatchObject({ expected: expect.anything() as unknown, actual: expect.anything() as unknown });
	if (words !== undefined) expect(thrown.message).toMatch(words);
}

describe('a token', () => {
	it('is let through when all of it is as it should be, hashed as transmitted', () => {
		expect(read(token())).toEqual({ document: payload, keyId: 'snapshot-1', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
	});

	describe('is refused for its wrapping', () => {
		const good = token();
		const [head = '', body = '', signature = ''] = good.split('.');
		it.each<[string, TokenRule, () => string]>([
			['more than the size that is read', 'size', () => good + 'A'.repeat(getMaxTokenBytes('troupe-snapshot+jwt'))],
			['nothing', 'encoding', () => ''],
			['two parts', 'encoding', () => `${head}.${body}`],
			['four parts', 'encoding', () => `${good}.${signature}`],
			['a line break at its end', 'encoding', () => `${good}\n`],
			['padding (jpadilla/pyjwt#676)', 'encoding', () => `${head}.${body}.${signature}==`],
			[
				'the plain base64 alphabet (benmcollins/libjwt#284)',
				'encoding',
				() => `${head}.${body}.${Buffer.from(signature, 'base64url').toString('base64').replace(/=+$/, '')}`,
			],
			[
				'spare bits that are not zero (authlib/joserfc#51)',
				'encoding',
				() => `${head}.${body}.${signature.slice(0, -1)}${signature.endsWith('B') ? 'C' : 'B'}`,
			],
			['a space within', 'encoding', () => `${head}. ${body}.${signature}`],
		])('%s', (_what, rule, make) => expectRefusal(() => read(make()), rule));
	});

	describe('is refused for its header', () => {
		it.each<[string, TokenRule, unknown]>([
			['alg none', 'header', { ...header, alg: 'none' }],
			['another RSA algorithm', 'header', { ...header, alg: 'PS256' }],
			['the type of another document', 'header', { ...header, typ: 'troupe-manifest+jwt' }],
			['a type in other letters', 'header', { ...header, typ: 'TROUPE-SNAPSHOT+JWT' }],
			['no type', 'header', { alg: 'RS256', kid: 'snapshot-1' }],
			['an unknown key', 'key', { ...header, kid: 'snapshot-2' }],
			['a key named like a property of objects', 'key', { ...header, kid: '__proto__' }],
			['a kid that is a path', 'key', { ...header, kid: '../../etc/passwd' }],
			['no kid', 'header', { alg: 'RS256', typ: header.typ }],
			['a kid that is a number', 'header', { ...header, kid: 1 }],
			['a key of its own (jwk)', 'header', { ...header, jwk: toJwk(otherKey, 'mine') }],
			['an address of keys (jku)', 'header', { ...header, jku: 'https://evil.example/keys' }],
			['a certificate (x5c)', 'header', { ...header, x5c: ['MII'] }],
			['an address of certificates (x5u)', 'header', { ...header, x5u: 'https://evil.example' }],
			['critical extensions (nearform/fast-jwt#591)', 'header', { ...header, crit: ['exp'], exp: 1 }],
			['a critical extension that nobody knows (mpdavis/python-jose#413)', 'header', { ...header, crit: ['myparam'], myparam: 1 }],
			['an unencoded payload (auth0/node-jsonwebtoken#1041)', 'header', { ...header, b64: false, crit: ['b64'] }],
			['a repeated name', 'json', '{"alg":"RS256","typ":"troupe-snapshot+jwt","kid":"snapshot-1","kid":"snapshot-1"}'],
			['a name repeated by an escape', 'json', '{"alg":"RS256","typ":"troupe-snapshot+jwt","kid":"x","k\\u0069d":"snapshot-1"}'],
			['a list', 'header', []],
			['no JSON', 'json', 'alg'],
		])('%s', (_what, rule, head) => expectRefusal(() => read(token(head)), rule));
	});

	describe('is refused for its payload', () => {
		const without = (name: keyof SnapshotDocument) => Object.fromEntries(Object.entries(payload).filter(([key]) => key !== name));
		const text = JSON.stringify(payload);
		it.each<[string, TokenRule, unknown]>([
			['no expiry', 'schema', without('exp')],
			['an expiry that is a text (auth0/node-jsonwebtoken#293)', 'schema', { ...payload, exp: String(now + 900) }],
			['an expiry that is a fraction', 'schema', { ...payload, exp: now + 0.5 }],
			['an expiry beyond reason', 'schema', { ...payload, exp: 1e15 }],
			['no time of issue', 'schema', without('iat')],
			['no version', 'schema', without('ver')],
			['a version that no other could follow', 'schema', { ...payload, ver: 2 ** 53 - 1 }],
			['version 0', 'schema', { ...payload, ver: 0 }],
			['another issuer', 'schema', { ...payload, iss: 'mallory' }],
			['another audience', 'schema', { ...payload, aud: 'someone' }],
			['several audiences', 'schema', { ...payload, aud: ['troupe', 'someone'] }],
			['a field that no schema knows', 'schema', { ...payload, note: 'x' }],
			['a field of every object', 'json', text.replace('{', '{"__proto__":{"ver":8},')],
			['a state that is not valid', 'schema', { ...payload, manifests: [{ ...payload.manifests[0], state: 'fine' }] }],
			['a list', 'schema', [payload]],
			['a repeated name (theupdateframework/python-tuf#372)', 'json', text.replace('{', '{"ver":8,')],
			['a repeated name deep within', 'json', text.replace('"state":"approved"', '"state":"revoked","state":"approved"')],
			['a key of every object', 'json', text.replace('"manifests":[', '"manifests":[{"__proto__":{"state":"approved"}},')],
			['nesting without end', 'json', '['.repeat(5000) + ']'.repeat(5000)],
			['a byte order mark', 'json', `\ufeff${text}`],
			['expiry a second ago', 'expired', { ...payload, exp: now - 1 }],
			['expiry right now', 'expired', { ...payload, exp: now }],
			['an issue in the future', 'claims', { ...payload, iat: now + 3600, exp: now + 7200 }],
			['an expiry before its issue', 'claims', { ...payload, iat: now - 10, exp: now - 20 }],
		])('%s', (_what, rule, body) => expectRefusal(() => read(token(header, body)), rule));

		it('bytes that are not UTF-8', () => {
			const bytes = Buffer.concat([Buffer.from('{"iss":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
			expectRefusal(() => read(signInput(`${encode(header)}.${bytes.toString('base64url')}`)), 'json');
		});

		it('names equal texts in lists and values without taking them for names', () => {
			const entry = payload.manifests[0];
			const twice = { ...payload, manifests: [entry, { ...entry, package: 'sha256', version: '2.0.0' }] };
			expect(read(token(header, twice)).document.manifests).toHaveLength(2);
		});
	});

	it('is refused with any one bit of it flipped', () => {
		const bytes = Buffer.from(token());
		const isRefused = (bit: number): boolean => {
			const flipped = Buffer.from(bytes);
			flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			try {
				read(flipped);
				return false;
			} catch (error) {
				return error instanceof TroupeError;
			}
		};
		const bits = Array.from({ length: Math.ceil((bytes.length * 8) / 7) }, (_, index) => index * 7);
		expect(bits.filter((bit) => !isRefused(bit))).toEqual([]);
	});

	describe('is refused for its signature', () => {
		const input = `${encode(header)}.${encode(payload)}`;
		it('when there is none', () => expectRefusal(() => read(`${input}.`), 'signature'));
		it('when another key made it', () => expectRefusal(() => read(signInput(input, otherKey)), 'signature'));
		it('when it is of another payload', () => {
			const [, , signature] = token().split('.');
			expectRefusal(() => read(`${encode(header)}.${encode({ ...payload, ver: 8 })}.${signature}`), 'signature');
		});
		it('when a bit of it is flipped', () => {
			const [head, body, signature = ''] = token().split('.');
			const bytes = Buffer.from(signature, 'base64url');
			bytes[0] = (bytes[0] ?? 0) ^ 1;
			expectRefusal(() => read(`${head}.${body}.${bytes.toString('base64url')}`), 'signature');
		});
		it('when it is an HMAC with the public key as its secret (algorithm confusion)', () => {
			const secret = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
			for (const alg of ['HS256', 'RS256']) {
				const confused = `${encode({ ...header, alg })}.${encode(payload)}`;
				const mac = createHmac('sha256', secret).update(confused).digest('base64url');
				expectRefusal(() => read(`${confused}.${mac}`), alg === 'RS256' ? 'signature' : 'header');
			}
		});
	});
});

describe('a key', () => {
	const jwk = toJwk(privateKey, 'one');
	it.each<[string, Partial<PublicJwk> | Record<string, unknown>]>([
		['of less than 2048 bits', toJwk(testKey('vector-short', 1024).privateKey, 'one')],
		['with the exponent 3', toJwk(testKey('vector-exponent-3', 2048, 3).privateKey, 'one')],
		['with padding in its numbers', { n: `${jwk.n}=` }],
		['for encrypting', { use: 'enc' }],
		['for another algorithm', { alg: 'PS256' }],
		['for signing only', { key_ops: ['sign'] }],
		['of another kind', { kty: 'oct' }],
		['of nonsense', { n: 'AA' }],
	])('%s is refused', (_what, change) => expectRefusal(() => loadKeys({ keys: [{ ...jwk, ...change }] }, 'root'), 'key'));

	it('is refused when its kid stands twice', () =>
		expectRefusal(() => loadKeys({ keys: [jwk, toJwk(otherKey, 'one')] }, 'root'), 'key', 'two keys have the kid'));
	it('is refused when it stands there under two names (theupdateframework/go-tuf#369)', () =>
		expectRefusal(() => loadKeys({ keys: [jwk, { ...jwk, kid: 'two' }] }, 'root'), 'key', 'two names'));
	it('has to be in the document when a role names it', () => {
		const roles = { snapshot: { keyIds: ['absent'], threshold: 1 } };
		expectRefusal(() => selectRoleKeys(loadKeys({ keys: [jwk] }, 'root'), { roles } as never, 'snapshot', 'root'), 'key', 'absent');
	});
});
