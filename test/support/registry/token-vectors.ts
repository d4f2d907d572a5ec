/**
 * Tokens and key sets by name, with what the gate has to say: written from RFC 7515 (JWS), 7517 (JWK), 7518 (JWA), 7519 (JWT) and 8725 (best
 * practices), not from the code. Tests run them through the gate; the decision record counts how many of them the library alone lets through.
 */
import {
	constants,
	createHash,
	createHmac,
	createPublicKey,
	createSign,
	generateKeyPairSync,
	privateEncrypt,
	sign as signBytes,
	type KeyObject,
} from 'node:crypto';
import { testKey } from '../test-keys';
import { toJwk } from '../../../manifests/keys/key-name';
import type { TokenPolicy } from '../../../manifests/token/verify-jwt';

export const vectorNow = 1_800_000_000;
const good = testKey('vector-good').privateKey;
const other = testKey('vector-other').privateKey;

export interface TokenVector {
	name: string;
	accepted: boolean;
	token: string | Buffer;
	/** A JWK set. Default: that of one good key. */
	keys?: unknown;
	policy?: Partial<TokenPolicy>;
}

const header = { alg: 'RS256', typ: 'JWT', kid: 'good' };
const claims = { iss: 'issuer', aud: 'service', sub: 'ada', iat: vectorNow - 60, exp: vectorNow + 600 };
const jwk = (key: KeyObject, kid: string) => toJwk({ keyId: kid, privateKey: key });
const goodJwk = jwk(good, 'good');
export const goodSet = { keys: [goodJwk] };

const b64 = (part: unknown) =>
	(Buffer.isBuffer(part) ? part : Buffer.from(typeof part === 'string' ? part : JSON.stringify(part))).toString('base64url');
const rs256 = (input: string, key = good) => createSign('RSA-SHA256').update(input).sign(key).toString('base64url');
const signed = (head: unknown, body: unknown, key = good) => {
	const input = `${b64(head)}.${b64(body)}`;
	return `${input}.${rs256(input, key)}`;
};
const withHeader = (change: object) => signed({ ...header, ...change }, claims);
const withClaims = (change: object) => signed(header, { ...claims, ...change });
const without = (from: object, ...names: string[]) => Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
const text = JSON.stringify(claims);
/** The claims with `"exp":<as written>`. */
const written = (claim: string, as: string) => signed(header, `${JSON.stringify(without(claims, claim)).slice(0, -1)},"${claim}":${as}}`);
const goodToken = signed(header, claims);
const [head = '', body = '', signature = ''] = goodToken.split('.');
const nested = (depth: number) =>
	`{"iss":"issuer","aud":"service","iat":${claims.iat},"exp":${claims.exp},"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;

type Case = [string, string | Buffer, Omit<TokenVector, 'name' | 'accepted' | 'token'>?];
const table = (rule: string, accepted: boolean, cases: Case[]): TokenVector[] =>
	cases.map(([name, token, more]) => ({ name: `${rule}: ${name}`, accepted, token, ...more }));
const policy = (given: Partial<TokenPolicy>) => ({ policy: given });
const keys = (...list: unknown[]) => ({ keys: { keys: list } });

/** Signed with whatever algorithm the header names. */
function otherAlgorithm(alg: string): string {
	const input = `${b64({ ...header, alg })}.${b64(claims)}`;
	const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
	const hash = `sha${alg.slice(2)}`;
	const made = signBytes(hash, Buffer.from(input), alg.startsWith('PS') ? { key: good, ...pss } : good);
	return `${input}.${made.toString('base64url')}`;
}

function hmac(alg: string, secret: string | Buffer, claimed = alg): string {
	const input = `${b64({ ...header, alg: claimed })}.${b64(claims)}`;
	return `${input}.${createHmac(`sha${alg.slice(2)}`, secret)
		.update(input)
		.digest('base64url')}`;
}

function size(bytes: number): string {
	const [overhead, body1] = [goodToken.length - body.length, Buffer.from(text.slice(0, -1)).length];
	let fill = Math.floor(((bytes - overhead) * 3) / 4) - body1 - 9;
	for (;;) {
		const token = signed(header, `${text.slice(0, -1)},"fill":"${'x'.repeat(fill)}"}`);
		if (token.length <= bytes) return token;
		fill--;
	}
}

const publicPem = (type: 'spki' | 'pkcs1') => createPublicKey(good).export({ type, format: 'pem' }).toString();
const spkiDer = createPublicKey(good).export({ type: 'spki', format: 'der' });
const foreignKey = testKey('vector-weak');
const weak = testKey('vector-short', 1024).privateKey;
const exponent3 = testKey('vector-exponent-3', 2048, 3).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ecJwk = { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec', use: 'sig', alg: 'ES256' };
const octJwk = { kty: 'oct', k: Buffer.alloc(32, 1).toString('base64url'), kid: 'oct', use: 'sig', alg: 'HS256' };
const es256 = () => {
	const input = `${b64({ alg: 'ES256', typ: 'JWT', kid: 'ec' })}.${b64(claims)}`;
	return `${input}.${signBytes('sha256', Buffer.from(input), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
};
const flipped = (part: string, at = 10) => {
	const bytes = Buffer.from(part, 'base64url');
	bytes[at] = (bytes[at] ?? 0) ^ 1;
	return bytes.toString('base64url');
};
const spare = (part: string) => {
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
	return part.slice(0, -1) + alphabet[alphabet.indexOf(part.at(-1) ?? '') + 1];
};
const leadingZero = (n: string) => Buffer.concat([Buffer.from([0]), Buffer.from(n, 'base64url')]).toString('base64url');
/** A payload of one byte more than a multiple of three has spare bits. */
const spared = signed(header, `${text.slice(0, -1)},"p":"${'x'.repeat((4 - ((text.length + 7) % 3)) % 3)}"}`);
const sparedBody = spared.split('.')[1] ?? '';

export const tokenVectors: TokenVector[] = [
	...table('accepted', true, [
		['a plain token', goodToken],
		[
			'with type, issuer, audience and lifetime as asked for',
			goodToken,
			policy({ type: 'JWT', issuer: 'issuer', audience: 'service', maxLifetimeSeconds: 660 }),
		],
		['header in another order, with spaces', signed('{ "kid" : "good", "typ":"JWT","alg":"RS256" }', claims)],
		['a signature put together by hand, as those of blocks below', `${head}.${body}.${block({})}`],
		['an access token by its type', withHeader({ typ: 'at+jwt' }), policy({ type: 'at+jwt' })],
		['unknown claims (RFC 7519, 4)', withClaims({ scope: 'a b', roles: ['x'], 'https://example.com/x': { deep: [1, 1.5, null, true] } })],
		['only an expiry', signed(header, { exp: vectorNow + 1 })],
		['nbf at this second', withClaims({ nbf: vectorNow })],
		['iat at this second', withClaims({ iat: vectorNow })],
		['exp one second from now', withClaims({ exp: vectorNow + 1 })],
		['exp in the year 9999', withClaims({ exp: 253_402_300_799 })],
		['512 KiB of token', size(512 * 1024)],
		['names that stand in different objects', withClaims({ a: { a: { a: 'a' } }, b: [{ a: 1 }, { a: 1 }] })],
		['text outside of ASCII', withClaims({ sub: 'Ünal 愛 🎭' })],
		['text outside of ASCII, escaped', signed(header, `${text.slice(0, -1)},"n":"\\ud83c\\udfad"}`)],
		['a claim named like a property of objects', withClaims({ constructor: 1, toString: 2 })],
		['a key of 4096 bits', signed({ ...header, kid: 'large' }, claims, testKey4096()), keys(jwk(testKey4096(), 'large'))],
		['a key with key_ops verify', goodToken, keys({ ...goodJwk, key_ops: ['verify'] })],
		['a key without alg (RFC 7517, 4.4)', goodToken, keys(without(goodJwk, 'alg'))],
		['a key with members that nobody knows (RFC 7517, 4)', goodToken, keys({ ...goodJwk, note: 'x', x5t: 'y' })],
		['another good key beside it', goodToken, keys(jwk(other, 'other'), goodJwk)],
		['keys of other kinds beside it (RFC 7517, 5)', goodToken, keys(ecJwk, goodJwk, { kty: 'OKP', crv: 'Ed25519', x: 'AA', kid: 'ed' })],
		['a key for encryption beside it', goodToken, keys({ ...jwk(other, 'other'), use: 'enc' }, goodJwk)],
		['a key that is too weak beside it', goodToken, keys(jwk(weak, 'weak'), goodJwk)],
		['a symmetric key beside it, which is never used', goodToken, keys(octJwk, goodJwk)],
		['no key but it has a kid', goodToken, keys(without(jwk(other, 'x'), 'kid'), goodJwk)],
		['members of the set that nobody knows', goodToken, { keys: { keys: [goodJwk], issuer: 'x' } }],
	]),
	...table('wrapping (RFC 7515, 2, 3.1, 5.2)', false, [
		['nothing', ''],
		['one dot', '.'],
		['two dots', '..'],
		['one part', head],
		['two parts', `${head}.${body}`],
		['four parts', `${goodToken}.`],
		['five parts (a JWE)', `${goodToken}.AA.AA`],
		['an empty header', `.${body}.${signature}`],
		['an empty payload (detached)', `${head}..${signature}`],
		['an empty signature', `${head}.${body}.`],
		['JSON serialization', JSON.stringify({ payload: body, protected: head, signature })],
		['general JSON serialization', JSON.stringify({ payload: body, signatures: [{ protected: head, signature }] })],
		['in quotes', `"${goodToken}"`],
		['after Bearer', `Bearer ${goodToken}`],
		['a space before', ` ${goodToken}`],
		['a space after', `${goodToken} `],
		['a carriage return after', `${goodToken}\r`],
		['a tab within', `${head}.\t${body}.${signature}`],
		['a line break within', `${head}.${body.slice(0, 20)}\n${body.slice(20)}.${signature}`],
		['a NUL after', `${goodToken}\0`],
		['a byte order mark before', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(goodToken)])],
		['padding of the header', `${head}=.${body}.${signature}`],
		['padding of the signature', `${head}.${body}.${signature}==`],
		['the plain base64 alphabet', `${head}.${body}.${Buffer.from(signature, 'base64url').toString('base64').replace(/=/g, '')}+`],
		['spare bits in the signature', `${head}.${body}.${spare(signature)}`],
		['spare bits in the payload', resigned(head, spare(sparedBody))],
		['spare bits in the header', resigned(spare(b64(`${JSON.stringify(header)} `.padEnd(47 + 3))), body)],
		['percent signs', goodToken.replace('.', '%2E')],
		['letters outside of ASCII', `${head}.${body}.${signature.slice(0, -1)}é`],
		['bytes above 127', Buffer.concat([Buffer.from(goodToken), Buffer.from([0x80])])],
		['a comma for a dot', goodToken.replace('.', ',')],
		['two tokens', `${goodToken}\n${goodToken}`],
		['512 KiB and one byte', size(512 * 1024 + 4) + ''],
		['a megabyte', 'A'.repeat(1024 * 1024)],
		['dots without number', '.'.repeat(200_000)],
	]),
	...table('header (RFC 7515, 4; RFC 8725, 3)', false, [
		['alg none, unsigned', `${b64({ ...header, alg: 'none' })}.${body}.`],
		['alg none, signed', withHeader({ alg: 'none' })],
		['alg None', withHeader({ alg: 'None' })],
		['alg NONE', withHeader({ alg: 'NONE' })],
		['alg empty', withHeader({ alg: '' })],
		['alg null', withHeader({ alg: null })],
		['alg missing', signed(without(header, 'alg'), claims)],
		['alg in small letters', withHeader({ alg: 'rs256' })],
		['alg with a space', withHeader({ alg: 'RS256 ' })],
		['alg a list', withHeader({ alg: ['RS256'] })],
		['alg HS256 with the public key as its secret, spki', hmac('HS256', publicPem('spki'))],
		['alg HS256 with the public key as its secret, trimmed', hmac('HS256', publicPem('spki').trim())],
		['alg HS256 with the public key as its secret, pkcs1', hmac('HS256', publicPem('pkcs1'))],
		['alg HS256 with the public key as its secret, der', hmac('HS256', spkiDer)],
		['alg HS256 with the modulus as its secret', hmac('HS256', goodJwk.n)],
		['alg HS256 with the empty secret', hmac('HS256', '')],
		['alg RS256 over an HMAC', hmac('HS256', publicPem('spki'), 'RS256')],
		['alg HS384', hmac('HS384', publicPem('spki'))],
		['alg HS512', hmac('HS512', publicPem('spki'))],
		...['RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((alg): Case => [`alg ${alg}`, otherAlgorithm(alg)]),
		['alg ES256', es256(), keys(goodJwk, ecJwk)],
		['alg HS256 by a symmetric key of the set', symmetric(), keys(octJwk, goodJwk)],
		['alg EdDSA', withHeader({ alg: 'EdDSA' })],
		['alg RSA1_5', withHeader({ alg: 'RSA1_5' })],
		['typ missing', signed(without(header, 'typ'), claims)],
		['typ empty', withHeader({ typ: '' })],
		['typ a number', withHeader({ typ: 1 })],
		['typ null', withHeader({ typ: null })],
		['typ another than asked for (RFC 8725, 3.11)', goodToken, policy({ type: 'at+jwt' })],
		['typ in other letters', withHeader({ typ: 'jwt' }), policy({ type: 'JWT' })],
		['typ with a prefix', withHeader({ typ: 'application/at+jwt' }), policy({ type: 'at+jwt' })],
		['typ with a parameter', withHeader({ typ: 'at+jwt; x=1' }), policy({ type: 'at+jwt' })],
		['kid missing', signed(without(header, 'kid'), claims)],
		['kid empty', withHeader({ kid: '' })],
		['kid empty, as in the set', withHeader({ kid: '' }), keys({ ...goodJwk, kid: '' })],
		['kid a number', withHeader({ kid: 1 })],
		['kid a list', withHeader({ kid: ['good'] })],
		['kid unknown', withHeader({ kid: 'unknown' })],
		['kid in other letters', withHeader({ kid: 'GOOD' })],
		['kid with a space', withHeader({ kid: 'good ' })],
		['kid a path', withHeader({ kid: '../../../../dev/null' })],
		['kid an injection', withHeader({ kid: "good' OR '1'='1" })],
		['kid __proto__', withHeader({ kid: '__proto__' })],
		['kid constructor', withHeader({ kid: 'constructor' })],
		['kid with a NUL', withHeader({ kid: 'good\0' })],
		['kid of another key', withHeader({ kid: 'other' }), keys(goodJwk, jwk(other, 'other'))],
		['jwk of the attacker (RFC 7515, 4.1.3)', signed({ ...header, jwk: jwk(other, 'good') }, claims, other)],
		['jwk of the signer', withHeader({ jwk: goodJwk })],
		['jku', withHeader({ jku: 'https://issuer.example/keys' })],
		['x5u', withHeader({ x5u: 'https://issuer.example/cert' })],
		['x5c', withHeader({ x5c: ['MIIB'] })],
		['x5t', withHeader({ x5t: 'AAAA' })],
		['x5t#S256', withHeader({ 'x5t#S256': 'AAAA' })],
		['cty', withHeader({ cty: 'JWT' })],
		['crit unknown', withHeader({ crit: ['x'], x: 1 })],
		['crit empty', withHeader({ crit: [] })],
		['crit of a registered name', withHeader({ crit: ['alg'] })],
		['crit no list', withHeader({ crit: 'exp' })],
		['crit b64 (RFC 7797)', withHeader({ crit: ['b64'], b64: true })],
		['b64 false', withHeader({ b64: false, crit: ['b64'] })],
		['b64 false, not critical', withHeader({ b64: false })],
		['b64 true', withHeader({ b64: true })],
		['p2c, a count that keeps a verifier busy (RFC 8725, 3.2)', withHeader({ p2c: 2 ** 31 - 1 })],
		['epk', withHeader({ epk: ecJwk })],
		['url, nonce (RFC 8555)', withHeader({ url: 'https://issuer.example', nonce: 'x' })],
		['an empty name', withHeader({ '': 1 })],
		['zip', withHeader({ zip: 'DEF' })],
		['enc', withHeader({ enc: 'A128GCM' })],
		['an unknown parameter', withHeader({ note: 'x' })],
		['claims in the header (RFC 7519, 5.3)', withHeader({ iss: 'issuer' })],
		['__proto__ in the header', signed(`{"__proto__":{"x":1},${JSON.stringify(header).slice(1)}`, claims)],
		['alg twice, the good one last', signed(`{"alg":"none",${JSON.stringify(header).slice(1)}`, claims)],
		['kid twice', signed(`{"kid":"other",${JSON.stringify(header).slice(1)}`, claims)],
		['kid twice, one escaped', signed(`{"k\\u0069d":"other",${JSON.stringify(header).slice(1)}`, claims)],
		['a list', signed([header], claims)],
		['a text', signed('"RS256"', claims)],
		['null', signed('null', claims)],
		['no JSON', signed('{alg:"RS256"}', claims)],
		['JSON with a comma too many', signed('{"alg":"RS256","typ":"JWT","kid":"good",}', claims)],
		['JSON with a comment', signed('{"alg":"RS256","typ":"JWT","kid":"good"/**/}', claims)],
		['two JSON texts', signed(`${JSON.stringify(header)}{}`, claims)],
		[
			'not UTF-8',
			signed(Buffer.concat([Buffer.from('{"alg":"RS256","typ":"JWT","kid":"good'), Buffer.from([0xff]), Buffer.from('"}')]), claims),
		],
		['a byte order mark', signed(`\ufeff${JSON.stringify(header)}`, claims)],
		['a header without end', signed({ ...header, kid: 'x'.repeat(5000) }, claims)],
	]),
	...table('payload (RFC 7519, 7.2; RFC 8725, 2.4)', false, [
		['a list', signed(header, [claims])],
		['a text', signed(header, '"claims"')],
		['a number', signed(header, '1')],
		['null', signed(header, 'null')],
		['true', signed(header, 'true')],
		['no JSON', signed(header, 'claims')],
		['nothing but space', signed(header, ' ')],
		['another token (nested)', signed(header, goodToken)],
		['two JSON texts', signed(header, `${text}${text}`)],
		['JSON with a comma too many', signed(header, `${text.slice(0, -1)},}`)],
		['NaN', written('x', 'NaN')],
		['a name twice', signed(header, `{"exp":1,${text.slice(1)}`)],
		['a name twice, the bad one last', signed(header, `${text.slice(0, -1)},"sub":"mallory"}`)],
		['a name twice, one escaped', signed(header, `{"\\u0065xp":1,${text.slice(1)}`)],
		['a name twice, deep within', signed(header, `${text.slice(0, -1)},"x":[{"y":{"a":1,"b":2,"a":3}}]}`)],
		['a name twice that is empty', signed(header, `${text.slice(0, -1)},"":1,"":2}`)],
		['not UTF-8', signed(header, Buffer.concat([Buffer.from(`${text.slice(0, -1)},"n":"`), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]))],
		[
			'UTF-8 in too many bytes',
			signed(header, Buffer.concat([Buffer.from(`${text.slice(0, -1)},"n":"`), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')])),
		],
		[
			'UTF-8 of half a pair',
			signed(header, Buffer.concat([Buffer.from(`${text.slice(0, -1)},"n":"`), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')])),
		],
		['UTF-16', signed(header, Buffer.from(text, 'utf16le'))],
		['a byte order mark', signed(header, `\ufeff${text}`)],
		['half a surrogate pair', signed(header, `${text.slice(0, -1)},"n":"\\ud800"}`)],
		['a control character within a text', signed(header, `${text.slice(0, -1)},"n":"a\nb"}`)],
		['a number beyond all', signed(header, `${text.slice(0, -1)},"n":1e999}`)],
		['a number that two readers take for two', signed(header, `${text.slice(0, -1)},"n":9007199254740993}`)],
		['nested 64 deep', signed(header, nested(64))],
		['nested without end', signed(header, nested(20_000))],
	]),
	...table('times (RFC 7519, 4.1.4 to 4.1.6)', false, [
		['exp missing', signed(header, without(claims, 'exp'))],
		[
			'exp missing, given to every object',
			signed(header, `{"__proto__":{"exp":${claims.exp}},${JSON.stringify(without(claims, 'exp')).slice(1)}`),
		],
		['exp null', withClaims({ exp: null })],
		['exp a text', withClaims({ exp: String(claims.exp) })],
		['exp a date', withClaims({ exp: '2099-01-01T00:00:00Z' })],
		['exp true', withClaims({ exp: true })],
		['exp a list', withClaims({ exp: [claims.exp] })],
		['exp an object', withClaims({ exp: { readValue: claims.exp } })],
		['exp a fraction', withClaims({ exp: claims.exp + 0.5 })],
		['exp a whole number written as a fraction', written('exp', `${claims.exp}.0`)],
		['exp with a zero before it', written('exp', `0${claims.exp}`)],
		['exp with a plus', written('exp', `+${claims.exp}`)],
		['exp in hex', written('exp', `0x${claims.exp.toString(16)}`)],
		['exp written with an exponent', written('exp', '1.8000006e9')],
		['exp negative', withClaims({ exp: -1 })],
		['exp zero', withClaims({ exp: 0 })],
		['exp minus zero', written('exp', '-0')],
		['exp 2^53', withClaims({ exp: 2 ** 53 })],
		['exp 2^53-1', withClaims({ exp: 2 ** 53 - 1 })],
		['exp 2^63', written('exp', '9223372036854775808')],
		['exp 1e308', written('exp', '1e308')],
		['exp infinite', written('exp', '1e400')],
		['exp in milliseconds', withClaims({ exp: claims.exp * 1000 })],
		['exp now', withClaims({ exp: vectorNow })],
		['exp a second ago', withClaims({ exp: vectorNow - 1 })],
		['exp years ago', withClaims({ iat: 1, exp: 2 })],
		['nbf a second from now', withClaims({ nbf: vectorNow + 1 })],
		['nbf an hour from now', withClaims({ nbf: vectorNow + 3600, exp: vectorNow + 7200 })],
		['nbf a text', withClaims({ nbf: '1' })],
		['nbf null', withClaims({ nbf: null })],
		['nbf a fraction', withClaims({ nbf: vectorNow - 0.5 })],
		['nbf negative', withClaims({ nbf: -1 })],
		['nbf 2^53', withClaims({ nbf: 2 ** 53 })],
		['iat a second from now', withClaims({ iat: vectorNow + 1 })],
		['iat an hour from now', withClaims({ iat: vectorNow + 3600, exp: vectorNow + 7200 })],
		['iat a text', withClaims({ iat: String(claims.iat) })],
		['iat null', withClaims({ iat: null })],
		['iat a fraction', withClaims({ iat: claims.iat + 0.25 })],
		['iat negative', withClaims({ iat: -1 })],
		['iat 2^53', withClaims({ iat: 2 ** 53 })],
		['iat missing, though the lifetime is bounded', signed(header, without(claims, 'iat')), policy({ maxLifetimeSeconds: 3600 })],
		['a lifetime one second too long', goodToken, policy({ maxLifetimeSeconds: 659 })],
		['a lifetime of years', withClaims({ exp: vectorNow + 10 ** 8 }), policy({ maxLifetimeSeconds: 86_400 })],
	]),
	...table('claims (RFC 7519, 4.1.1 to 4.1.3, 4.1.7)', false, [
		['iss another', goodToken, policy({ issuer: 'somebody' })],
		['iss missing, though asked for', signed(header, without(claims, 'iss')), policy({ issuer: 'issuer' })],
		['iss in other letters', withClaims({ iss: 'Issuer' }), policy({ issuer: 'issuer' })],
		['iss with a slash', withClaims({ iss: 'issuer/' }), policy({ issuer: 'issuer' })],
		['iss a list', withClaims({ iss: ['issuer'] }), policy({ issuer: 'issuer' })],
		['iss a number', withClaims({ iss: 1 })],
		['iss null', withClaims({ iss: null })],
		['aud another', goodToken, policy({ audience: 'other' })],
		['aud missing, though asked for', signed(header, without(claims, 'aud')), policy({ audience: 'service' })],
		['aud a part of the one asked for', withClaims({ aud: 'serv' }), policy({ audience: 'service' })],
		['aud longer than the one asked for', withClaims({ aud: 'service-b' }), policy({ audience: 'service' })],
		['aud a list of one', withClaims({ aud: ['service'] }), policy({ audience: 'service' })],
		['aud a list of two', withClaims({ aud: ['service', 'other'] }), policy({ audience: 'service' })],
		['aud a list, not asked for', withClaims({ aud: ['service'] })],
		['aud an empty list', withClaims({ aud: [] })],
		['aud a number', withClaims({ aud: 1 })],
		['aud null', withClaims({ aud: null })],
		['aud an object', withClaims({ aud: { service: true } }), policy({ audience: 'service' })],
		['aud empty', withClaims({ aud: '' }), policy({ audience: 'service' })],
		['sub a number', withClaims({ sub: 7 })],
		['jti a number', withClaims({ jti: 7 })],
	]),
	...table('signature (RFC 7515, 5.2; RFC 7518, 3.3)', false, [
		['of another key', signed(header, claims, other)],
		['of another payload', `${head}.${b64({ ...claims, sub: 'mallory' })}.${signature}`],
		['of another header', `${b64({ ...header, kid: 'other' })}.${body}.${signature}`, keys(goodJwk, jwk(other, 'other'))],
		['one bit flipped', `${head}.${body}.${flipped(signature)}`],
		['one byte short', `${head}.${body}.${Buffer.from(signature, 'base64url').subarray(0, -1).toString('base64url')}`],
		['one byte long', `${head}.${body}.${Buffer.concat([Buffer.from(signature, 'base64url'), Buffer.alloc(1)]).toString('base64url')}`],
		['a zero before it', `${head}.${body}.${leadingZero(signature)}`],
		['of zeros', `${head}.${body}.${Buffer.alloc(256).toString('base64url')}`],
		['of ones', `${head}.${body}.${Buffer.alloc(256, 255).toString('base64url')}`],
		['the number one', `${head}.${body}.${Buffer.concat([Buffer.alloc(255), Buffer.from([1])]).toString('base64url')}`],
		['the hash itself', `${head}.${body}.${Buffer.alloc(32, 7).toString('base64url')}`],
		['by SHA-1', `${head}.${body}.${createSign('RSA-SHA1').update(`${head}.${body}`).sign(good).toString('base64url')}`],
		['by SHA-512', `${head}.${body}.${createSign('RSA-SHA512').update(`${head}.${body}`).sign(good).toString('base64url')}`],
		[
			'by PSS',
			`${head}.${body}.${signBytes('sha256', Buffer.from(`${head}.${body}`), { key: good, padding: constants.RSA_PKCS1_PSS_PADDING }).toString('base64url')}`,
		],
		['greater than the modulus (the same number beyond it)', `${head}.${body}.${beyondModulus()}`],
		['whose block names no parameters of its hash', `${head}.${body}.${block({ prefix: '302f300b0609608648016503040201' + '0420' })}`],
		['whose block has bytes after the hash', `${head}.${body}.${block({ after: Buffer.alloc(40, 1) })}`],
		['whose block has no padding but the shortest', `${head}.${body}.${block({ padding: 8, after: Buffer.alloc(194) })}`],
		['whose block is padded with other bytes', `${head}.${body}.${block({ pad: 0xfe })}`],
		['whose block is of type 2, as for encryption', `${head}.${body}.${block({ type: 2 })}`],
		['whose block begins with another byte', `${head}.${body}.${block({ first: 1 })}`],
		[
			'whose block names SHA-512, over the hash of SHA-256',
			`${head}.${body}.${block({ prefix: '3031300d060960864801650304020305000420' })}`,
		],
		['whose block is the hash, with no name', `${head}.${body}.${block({ prefix: '' })}`],
		['over the decoded parts', `${head}.${body}.${rs256(`${JSON.stringify(header)}.${text}`)}`],
		['of the payload alone', `${head}.${body}.${rs256(body)}`],
	]),
	...table('keys (RFC 7517, 4 and 5; RFC 7518, 6.3)', false, [
		['an empty set', goodToken, keys()],
		['a kid that stands there twice', goodToken, keys(goodJwk, jwk(other, 'good'))],
		['a kid that stands there twice, the good one last', goodToken, keys(jwk(other, 'good'), goodJwk)],
		['the same key there twice', goodToken, keys(goodJwk, goodJwk)],
		['a kid of a key of another kind too', goodToken, keys({ ...ecJwk, kid: 'good' }, goodJwk)],
		['one key under two kids', goodToken, keys(goodJwk, { ...goodJwk, kid: 'twin' })],
		['1024 bits', signed({ ...header, kid: 'weak' }, claims, weak), keys(jwk(weak, 'weak'))],
		['e = 3', signed(header, claims, exponent3), keys(jwk(exponent3, 'good'))],
		['e = 1', goodToken, keys({ ...goodJwk, e: 'AQ' })],
		['e = 2', goodToken, keys({ ...goodJwk, e: 'Ag' })],
		['e of 256 bytes', goodToken, keys({ ...goodJwk, e: goodJwk.n })],
		['a modulus that is even', goodToken, keys({ ...goodJwk, n: evenModulus() })],
		['a modulus of 16384 bits, slow to verify', goodToken, keys({ ...goodJwk, n: Buffer.alloc(2048, 0xff).toString('base64url') })],
		['use an address of keys (jku) in the set', goodToken, keys({ jku: 'https://issuer.example/keys', kid: 'good' })],
		['e with a zero before it', goodToken, keys({ ...goodJwk, e: 'AAEAAQ' })],
		['n with a zero before it', goodToken, keys({ ...goodJwk, n: leadingZero(goodJwk.n) })],
		['n padded', goodToken, keys({ ...goodJwk, n: `${goodJwk.n}==` })],
		['n missing', goodToken, keys(without(goodJwk, 'n'))],
		['n a number', goodToken, keys({ ...goodJwk, n: 1 })],
		['n empty', goodToken, keys({ ...goodJwk, n: '' })],
		['kty missing', goodToken, keys(without(goodJwk, 'kty'))],
		['kty in other letters', goodToken, keys({ ...goodJwk, kty: 'rsa' })],
		['kty another', goodToken, keys({ ...goodJwk, kty: 'EC' })],
		['use enc', goodToken, keys({ ...goodJwk, use: 'enc' })],
		['use unknown', goodToken, keys({ ...goodJwk, use: 'both' })],
		['use missing', goodToken, keys(without(goodJwk, 'use'))],
		['key_ops sign only', goodToken, keys({ ...goodJwk, key_ops: ['sign'] })],
		['key_ops encrypt', goodToken, keys({ ...goodJwk, key_ops: ['encrypt'] })],
		['key_ops of two purposes', goodToken, keys({ ...goodJwk, key_ops: ['verify', 'encrypt'] })],
		['key_ops empty', goodToken, keys({ ...goodJwk, key_ops: [] })],
		['key_ops a text', goodToken, keys({ ...goodJwk, key_ops: 'verify' })],
		['key_ops twice the same', goodToken, keys({ ...goodJwk, key_ops: ['verify', 'verify'] })],
		...['RS384', 'PS256', 'HS256', 'none', 'RSA-OAEP', ''].map((alg): Case => [
			`alg ${alg || 'empty'} of the key`,
			goodToken,
			keys({ ...goodJwk, alg }),
		]),
		['alg null of the key', goodToken, keys({ ...goodJwk, alg: null })],
		['a private key', goodToken, keys({ ...good.export({ format: 'jwk' }), kid: 'good', use: 'sig', alg: 'RS256' })],
		['a private exponent beside a public key', goodToken, keys({ ...goodJwk, d: 'AQAB' })],
		['a prime beside a public key', goodToken, keys({ ...goodJwk, p: 'AQAB' })],
		['a kid that is a number', withHeader({ kid: '1' }), keys({ ...goodJwk, kid: 1 })],
		['a kid missing', goodToken, keys(without(goodJwk, 'kid'))],
		['a foreign key under our kid', goodToken, keys(jwk(foreignKey.privateKey, 'good'))],
		['a text in the set', goodToken, keys('good')],
		['null in the set', goodToken, keys(null)],
	]),
];

function resigned(headPart: string, bodyPart: string): string {
	return `${headPart}.${bodyPart}.${rs256(`${headPart}.${bodyPart}`)}`;
}

/** RFC 8017, section 8.2.2: a signature is a number below the modulus; the same number beyond it would be a second spelling. */
function beyondModulus(): string {
	const toNumber = (text: string) => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`);
	const hex = (toNumber(signature) + toNumber(goodJwk.n)).toString(16);
	return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}

/** RFC 8017, section 9.2: a block that the good key signs, with something in it that a careless reader would pass over. */
function block({
	first = 0,
	type = 1,
	pad = 0xff,
	prefix = '3031300d060960864801650304020105000420',
	padding,
	after = Buffer.alloc(0),
}: Block): string {
	const hashed = createHash('sha256').update(`${head}.${body}`).digest();
	const info = Buffer.concat([Buffer.from(prefix, 'hex'), hashed]);
	const fill = Buffer.alloc(padding ?? 253 - info.length - after.length, pad);
	const whole = Buffer.concat([Buffer.from([first, type]), fill, Buffer.from([0]), info, after]);
	return privateEncrypt({ key: good, padding: constants.RSA_NO_PADDING }, whole).toString('base64url');
}

interface Block {
	first?: number;
	type?: number;
	pad?: number;
	/** DigestInfo up to the hash, hex. */
	prefix?: string;
	/** Bytes of padding. */
	padding?: number;
	after?: Buffer;
}

function evenModulus(): string {
	const bytes = Buffer.from(goodJwk.n, 'base64url');
	bytes[bytes.length - 1]! ^= 1;
	return bytes.toString('base64url');
}

function symmetric(): string {
	const input = `${b64({ alg: 'HS256', typ: 'JWT', kid: 'oct' })}.${b64(claims)}`;
	return `${input}.${createHmac('sha256', Buffer.alloc(32, 1)).update(input).digest('base64url')}`;
}

function testKey4096(): KeyObject {
	return testKey('vector-large', 4096).privateKey;
}
