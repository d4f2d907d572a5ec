import { findWrongServers, isExposed, readUnencryptedServers, refuseExposed } from './unencrypted-servers';

const environment = { TROUPE_UNENCRYPTED_SERVERS: 'http://models.lan:8000/, HTTP://Chroma, models.lan, https://x.example' };

test.each([
	['https://models.lan:8000', false],
	['http://127.0.0.1:8000/v1', false],
	['http://localhost/v1', false],
	['http://models.lan:8000/v1', false],
	['http://chroma', false],
	['http://models.lan', true],
	['http://models.lan:8001/v1', true],
	['http://models.lan.evil.example:8000', true],
	['http://127.0.0.1.evil.example', true],
	['http://localhost.evil.example', true],
	['http://user@models.lan:8000', false],
	['ftp://models.lan:8000', true],
	['', true],
])('whether others on the way could read a request to %j: %s', (url, exposed) => {
	expect(isExposed(url, environment)).toBe(exposed);
});

test('only origins of http count', () => {
	expect(findWrongServers(readUnencryptedServers(environment))).toEqual(['models.lan', 'https://x.example']);
	expect(isExposed('http://x.example', environment)).toBe(true);
});

test('the error names the server and the way out, and nothing that the address contains', () => {
	expect(() => refuseExposed('The token of Chroma', 'http://chroma:8000/?key=secret', {})).toThrow(
		expect.objectContaining({
			message: 'The token of Chroma would go to chroma:8000 over a connection that is not encrypted: others on the way could read it.',
			fix: 'Use https://. If the network in between is your own, add http://chroma:8000 to TROUPE_UNENCRYPTED_SERVERS.',
		}),
	);
});
