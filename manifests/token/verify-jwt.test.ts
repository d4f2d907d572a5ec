import { decodeProtectedHeader, importJWK, type JWK, jwtVerify } from 'jose';
import { goodSet, tokenVectors, vectorNow } from '../../test/support/registry/token-vectors';
import { isTroupeError } from '../../core/base/errors';
import { readKeySet } from './key-set';
import { verifyJwt } from './verify-jwt';

const bytesOf = (token: string | Buffer) => (typeof token === 'string' ? Buffer.from(token) : token);
const setOf = (keys: unknown) => readKeySet('keys.json', Buffer.from(JSON.stringify(keys)));

describe('a token', () => {
	test.each(tokenVectors.map((vector) => [vector.name, vector] as const))('%s', (_name, { token, keys = goodSet, policy, accepted }) => {
		let thrown: unknown;
		try {
			verifyJwt('The token', bytesOf(token), setOf(keys), { nowMs: vectorNow * 1000, ...policy });
		} catch (error) {
			thrown = error;
		}
		if (isTroupeError(thrown)) {
			const { expected, actual } = thrown.details;
			expect(thrown).toMatchObject({ code: 'TOKEN_INVALID', fix: expect.any(String), details: { document: 'The token' } });
			for (const side of [expected, actual]) expect(JSON.stringify(side)).toMatch(/^.{1,6200}$/);
			expect(JSON.stringify(thrown.details)).not.toMatch(/eyJ[\w-]{16,}\.|-----BEGIN/);
		}
		expect(thrown === undefined ? 'accepted' : isTroupeError(thrown) ? 'refused' : thrown).toBe(accepted ? 'accepted' : 'refused');
	});

	test('may be issued by a clock that is ahead by what is forgiven, and has expired when it has', () => {
		const [vector] = tokenVectors.filter(({ name }) => name.endsWith('iat a second from now'));
		const check = (nowMs: number) => verifyJwt('The token', bytesOf(vector?.token ?? ''), setOf(goodSet), { nowMs, forgivenSeconds: 300 });
		expect(check((vectorNow - 299) * 1000).claims.sub).toBe('ada');
		expect(() => check((vectorNow - 300) * 1000)).toThrow(/in the future/);
		expect(() => check((vectorNow + 600) * 1000)).toThrow(/expired/);
	});
});

test.each([
	['no JSON', '{'],
	['a list', '[]'],
	['one key', JSON.stringify(goodSet.keys[0])],
	['no list of keys', '{"keys":{}}'],
	['null', 'null'],
	['more than is read', `{"keys":[],"x":"${'x'.repeat(1024 * 1024)}"}`],
	['keys without number', JSON.stringify({ keys: Array<object>(1001).fill({}) })],
])('a key set that is %s is refused', (_what, text) => {
	expect(() => readKeySet('keys.json', Buffer.from(text))).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});

test('a key set that says something twice is refused, for it has two meanings', () => {
	const text = JSON.stringify(goodSet).replace('"kid"', '"kid":"other","kid"');
	expect(() => readKeySet('keys.json', Buffer.from(text))).toThrow(expect.objectContaining({ code: 'TOKEN_INVALID' }));
});

/** Shows what the library accepts without the gate, used as its documentation shows it. */
test('jose alone lets through 96 of the tokens that have to be refused', async () => {
	const wrong = tokenVectors.filter(({ accepted }) => !accepted);
	const passed = await Promise.all(
		wrong.map(async ({ token, keys = goodSet, policy = {} }) => {
			const { type: typ, issuer, audience, maxLifetimeSeconds: maxTokenAge } = policy;
			try {
				const text = bytesOf(token).toString();
				const { kid } = decodeProtectedHeader(text);
				const jwk = (keys as { keys: JWK[] }).keys.find((one) => one?.kid === kid);
				const limits = {
					...(typ && { typ }),
					...(issuer && { issuer }),
					...(audience && { audience }),
					...(maxTokenAge && { maxTokenAge }),
				};
				const currentDate = new Date(vectorNow * 1000);
				await jwtVerify(text, await importJWK(jwk ?? {}, 'RS256'), { algorithms: ['RS256'], currentDate, ...limits });
				return true;
			} catch {
				return false;
			}
		}),
	);
	const count = passed.filter(Boolean).length;
	expect({ vectors: tokenVectors.length, wrong: wrong.length, passed: count }).toEqual({ vectors: 313, wrong: 286, passed: 96 });
});
