import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureServiceToken } from './service-token';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-token-'));
});
afterEach(() => rmSync(home, { recursive: true }));

describe('the token of the service', () => {
	it('is created once, for its user only, and then kept', () => {
		const { token, file } = ensureServiceToken(home, {});
		expect([token.length, statSync(file!).mode & 0o777]).toEqual([43, 0o600]);
		expect(ensureServiceToken(home, {}).token).toBe(token);
	});

	it.each([
		['a file of 0 bytes is refused, with what to do, and left as it is (k3s-io/k3s#10128)', '', 'an empty file'],
		['a file with a blank line is refused', '\n', 'an empty file'],
		['a file filled with zeros is refused (kubernetes/kubernetes#49895)', '\0'.repeat(44), 'other characters'],
		['a file with two lines is refused', 'one\ntwo\n', 'other characters'],
	])('%s', (_title, text, found) => {
		const file = join(home, 'api-token');
		writeFileSync(file, text);
		expect(() => ensureServiceToken(home, {})).toThrow(
			expect.objectContaining({
				code: 'STORAGE_UNREADABLE',
				message: `The file ${file} holds no token of the service: expected one line without blanks, found ${found}.`,
				fix: expect.stringContaining('Delete the file and restart the service'),
			}),
		);
		expect(readFileSync(file, 'utf8')).toBe(text);
	});

	it('is that of TROUPE_API_TOKEN, whatever the file holds', () => {
		writeFileSync(join(home, 'api-token'), '');
		expect(ensureServiceToken(home, { TROUPE_API_TOKEN: 'secret' })).toEqual({ token: 'secret' });
	});
});
