import { hostname } from 'node:os';
import { checkExposure, isSameText, readToken, refuseForeign, warnOfAnyName } from './access';

const publicUrl = new URL('https://agents.example.com');
const token = 'a-token-of-thirty-two-characters';

test('binds to another address than the loopback only with a token', () => {
	for (const address of ['127.0.0.1', '127.3.2.1', '::1', 'localhost']) expect(() => checkExposure(address, undefined)).not.toThrow();
	expect(() => checkExposure('0.0.0.0', token)).not.toThrow();
	expect(() => checkExposure('0.0.0.0', undefined)).toThrow(
		expect.objectContaining({ code: 'INPUT_INVALID', fix: expect.stringContaining('TROUPE_API_TOKEN') }),
	);
	expect(() => checkExposure('::', 'short')).toThrow(expect.objectContaining({ message: expect.stringContaining('shorter') }));
});

test('says at the start that any name in Host is taken, where other machines reach it without a public address', () => {
	expect(warnOfAnyName('0.0.0.0', undefined)).toMatch(/TROUPE_PUBLIC_URL is not set/);
	expect([warnOfAnyName('0.0.0.0', 'https://agents.example.com'), warnOfAnyName('127.0.0.1', undefined)]).toEqual([undefined, undefined]);
});

test('refuses a foreign name on the loopback address, as DNS rebinding sends it', () => {
	for (const host of ['localhost:8600', '127.0.0.1:8600', '[::1]:8600', 'LOCALHOST'])
		expect(refuseForeign({ headers: { host } }, '127.0.0.1')).toBeUndefined();
	for (const host of ['evil.example:8600', '127.0.0.1.evil.example', undefined])
		expect(refuseForeign({ headers: { host } }, '127.0.0.1')?.status).toBe(403);
	expect(refuseForeign({ headers: { host: 'troupe:8600' } }, '0.0.0.0')).toBeUndefined();
});

test.each([
	['of a name that leads here (OpenLiberty/open-liberty#35516)', { host: 'evil.example:8600', origin: 'http://evil.example:8600' }],
	['of a frame without an origin (IBM/ibmi-mcp-server#163)', { host: 'localhost:8600', origin: 'null' }],
	['without an origin, by another name (jeanibarz/knowledge-base-mcp-server#750)', { host: 'evil.example' }],
	['of a name that begins with ours (breaking-brake/cc-wf-studio#624)', { host: 'localhost.evil.example:8600' }],
	['of another port (mongodb-js/mongodb-mcp-server#1254)', { host: 'localhost:8600', origin: 'http://localhost:3000' }],
])('refuses a page %s', (_what, headers) => expect(refuseForeign({ headers }, '127.0.0.1')?.status).toBe(403));

test.each([
	['with the port (dynatrace-oss/dynatrace-mcp#540)', { host: '[::1]:8600' }],
	['of its own (modelcontextprotocol/conformance#103)', { host: 'localhost:8600', origin: 'http://localhost:8600' }],
])('takes a name of this machine %s', (_what, headers) => expect(refuseForeign({ headers }, '127.0.0.1')).toBeUndefined());

test('on an address that others reach, takes pages only under names that are its own, so that no foreign name can lead here', () => {
	const asked = (name: string, publicUrl?: URL) =>
		refuseForeign({ headers: { host: name, origin: `http://${name}` } }, '0.0.0.0', publicUrl)?.status;
	expect(asked('evil.example:8600')).toBe(403);
	expect(asked('evil.example', publicUrl)).toBe(403);
	expect(asked('agents.example.com', publicUrl)).toBeUndefined();
	for (const own of ['10.0.0.7:8600', '[fd00::1]:8600', 'troupe:8600', hostname(), 'app.localhost']) expect(asked(own)).toBeUndefined();
	expect(refuseForeign({ headers: { host: 'crm.example', origin: 'http://crm.example' } }, 'crm.example')).toBeUndefined();
});

test('with a public address, takes requests without an origin under its own names only', () => {
	const asked = (host: string, own?: URL) => refuseForeign({ headers: { host } }, '0.0.0.0', own)?.status;
	for (const host of ['agents.example.com', '10.0.0.7:8600', 'troupe:8600', hostname()]) expect(asked(host, publicUrl)).toBeUndefined();
	expect(asked('evil.example', publicUrl)).toBe(403);
	expect(asked('troupe.corp.example')).toBeUndefined();
});

test('behind a proxy on the same machine, takes the name of its public address, whether or not the proxy passes it on (bytebase/bytebase#20585)', () => {
	const asked = (host: string, origin?: string) => refuseForeign({ headers: { host, origin } }, '127.0.0.1', publicUrl)?.status;
	for (const host of ['agents.example.com', 'Agents.example.com:443', '127.0.0.1:8600']) {
		expect(asked(host)).toBeUndefined();
		expect(asked(host, 'https://agents.example.com')).toBeUndefined();
		expect(asked(host, 'https://evil.example')).toBe(403);
	}
	for (const host of ['evil.example', 'agents.example.com.evil.example', 'www.agents.example.com']) expect(asked(host)).toBe(403);
	expect(asked('127.0.0.1:8600', 'https://agents.example.com:8443')).toBe(403);
});

test('refuses pages of other sites', () => {
	const headers = { host: 'localhost:8600', origin: 'https://evil.example' };
	expect(refuseForeign({ headers }, '127.0.0.1')?.status).toBe(403);
	expect(refuseForeign({ headers: { ...headers, origin: 'null' } }, '127.0.0.1')?.status).toBe(403);
	expect(refuseForeign({ headers: { ...headers, origin: 'http://localhost:8600' } }, '127.0.0.1')).toBeUndefined();
});

test.each([
	['in small letters (hyperium/headers#141)', `bearer ${token}`, true],
	['in capitals, after two spaces (jetkvm/cloud-api#85)', `BEARER  ${token}`, true],
	['after many spaces (divviup/janus#3111)', `Bearer        ${token}`, true],
	['in other letters (jetkvm/cloud-api#85)', `Bearer ${token.toUpperCase()}`, false],
	['without a token (SecureBananaLabs/bug-bounty#2143)', 'Bearer  ', false],
	['under another name (ruvnet/RuView#929)', `Basic ${token}`, false],
])('reads a bearer token %s', (_how, authorization, isRight) => expect(isSameText(readToken(authorization), token)).toBe(isRight));

test('asks for exactly the token, as a bearer token or as the password of basic authentication', () => {
	const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
	for (const authorization of [`Bearer ${token}`, `bearer  ${token}`, basic(`n8n:${token}`), basic(`:${token}`)]) {
		expect(isSameText(readToken(authorization), token)).toBe(true);
	}
	for (const authorization of [
		undefined,
		'',
		token,
		`Bearer ${token} `,
		'Bearer other',
		'Bearer',
		basic(token),
		basic(`${token}:`),
		`Digest ${token}`,
	]) {
		expect(isSameText(readToken(authorization), token)).toBe(false);
	}
});
