import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTestKeys } from '../../../test/support/test-keys';
import { isPublicHalf, openSigningKey, testSigningKey } from './signing-key';

const keys = mkdtempSync(join(tmpdir(), 'troupe-signing-key-'));
beforeAll(() => copyTestKeys(keys));
afterAll(() => rmSync(keys, { recursive: true }));
const author = () => readFileSync(join(keys, 'author.pem'), 'utf8');

describe('the signing key of a credential', () => {
	it.each([
		['as it is', (pem: string) => pem],
		['with spaces for line ends, as a form of one line leaves it', (pem: string) => pem.replaceAll('\n', ' ')],
		['with written line ends', (pem: string) => pem.replaceAll('\n', '\\n')],
		['with words around it', (pem: string) => `my key:\r\n${pem.replaceAll('\n', '\r\n')}\r\n`],
	])('opens %s', (_how, written) => {
		const key = openSigningKey({ privateKey: written(author()) });
		expect(isPublicHalf(key, createPublicKey(key).export({ format: 'jwk' }) as { n: string; e: string })).toBe(true);
	});

	it('opens an encrypted one with its passphrase alone', () => {
		const encrypted = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' } as const;
		const privateKey = openSigningKey({ privateKey: author() }).export(encrypted).toString();
		expect(testSigningKey({ privateKey, passphrase: 'right' })).toEqual({
			status: 'OK',
			message: expect.stringMatching(/^An RSA key of \d+ bits, encrypted with the passphrase$/) as string,
		});
		const refused = testSigningKey({ privateKey, passphrase: 'wrong' });
		expect(refused).toMatchObject({ status: 'Error', message: expect.stringContaining('its passphrase does not open') as string });
		expect(testSigningKey({ privateKey })).toMatchObject({ status: 'Error' });
	});

	it('takes nothing else for a key', () => {
		const { privateKey: curve } = generateKeyPairSync('ec', {
			namedCurve: 'P-256',
			privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
			publicKeyEncoding: { type: 'spki', format: 'pem' },
		});
		expect(testSigningKey({ privateKey: curve }).message).toContain('expected RSA');
		for (const privateKey of ['', 'x', '-----BEGIN RSA PRIVATE KEY-----\nAA\n-----END RSA PRIVATE KEY-----'])
			expect(testSigningKey({ privateKey }).message).toContain('does not contain a PKCS#8 private key');
	});
});
