import { createCipheriv, randomBytes, scryptSync, type KeyObject } from 'node:crypto';

/**
 * Writes PKCS#8 (RFC 5958), encrypted by PBES2 with scrypt (RFC 7914, section 7) and AES-256-CBC. Node writes only PBKDF2 with 2,048 rounds: 0.4 ms a
 * guess. With scrypt a guess takes 16 MiB and about 0.2 s; Node and OpenSSL can read it.
 */
export function encryptedPem(privateKey: KeyObject, passphrase: string): string {
	const salt = randomBytes(16);
	const iv = randomBytes(16);
	const key = scryptSync(passphrase, salt, 32, { N: cost, r: blockSize, p: parallel, maxmem: 64 * 1024 * 1024 });
	const cipher = createCipheriv('aes-256-cbc', key, iv);
	const encrypted = Buffer.concat([cipher.update(privateKey.export({ type: 'pkcs8', format: 'der' })), cipher.final()]);
	const derivation = sequence(scrypt, sequence(octets(salt), integer(cost), integer(blockSize), integer(parallel)));
	const algorithm = sequence(pbes2, sequence(derivation, sequence(aes256cbc, octets(iv))));
	const lines = sequence(algorithm, octets(encrypted))
		.toString('base64')
		.replace(/.{64}(?=.)/g, '$&\n');
	return `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${lines}\n-----END ENCRYPTED PRIVATE KEY-----\n`;
}

/** OpenSSL refuses more than 32 MiB: N x r x 128 bytes. More time compensates for less memory (OWASP: p = 5). */
const cost = 2 ** 14;
const blockSize = 8;
const parallel = 5;

// ITU-T X.690: a tag, a length, the content.
const encode = (tag: number, content: Buffer): Buffer => {
	const { length } = content;
	const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: Buffer[]) => encode(0x30, Buffer.concat(parts));
const octets = (content: Buffer) => encode(0x04, content);
function integer(value: number): Buffer {
	const hex = value.toString(16);
	const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
	return encode(0x02, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes]));
}
const identifier = (hex: string) => encode(0x06, Buffer.from(hex, 'hex'));
/** 1.2.840.113549.1.5.13 */
const pbes2 = identifier('2a864886f70d01050d');
/** 1.3.6.1.4.1.11591.4.11 */
const scrypt = identifier('2b06010401da47040b');
/** 2.16.840.1.101.3.4.1.42 */
const aes256cbc = identifier('60864801650304012a');
