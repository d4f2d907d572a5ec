import { readClaims } from './claims';

const write = (claims: string | Uint8Array) => `e30.${Buffer.from(claims).toString('base64url')}.AAAA`;

test('reads what a token says, and refuses what is not a token, or not a text', () => {
	expect(readClaims(write('{"name":"ação ÿ?>"}'))).toEqual({ name: 'ação ÿ?>' });
	for (const other of ['', 'a', write('{'), write(Uint8Array.of(0x22, 0xff, 0x22))]) expect(() => readClaims(other)).toThrow();
});
