import { scryptAsync } from '@noble/hashes/scrypt.js';
import { type Bytes, fromBinary, sha256, toBase64url, toBytes, toHex } from './bytes';

interface Der {
	tag: number;
	content: Bytes;
	parts: Der[];
}

const tags = { integer: 0x02, octets: 0x04, object: 0x06, sequence: 0x30 } as const;
const maxDepth = 8;

/** Reads one value. @returns undefined if it is not DER */
function readDer(bytes: Bytes): Der | undefined {
	const read = readAll(bytes, 0);
	return read?.length === 1 ? read[0] : undefined;
}

function readAll(bytes: Bytes, depth: number): Der[] | undefined {
	const values: Der[] = [];
	for (let at = 0; at < bytes.length;) {
		const head = readHead(bytes, at);
		if (!head || head.end > bytes.length || depth > maxDepth) return undefined;
		const content = bytes.slice(head.start, head.end);
		const parts = head.tag === tags.sequence ? readAll(content, depth + 1) : [];
		if (!parts) return undefined;
		values.push({ tag: head.tag, content, parts });
		at = head.end;
	}
	return values;
}

function readHead(bytes: Bytes, at: number) {
	const tag = bytes[at];
	const first = bytes[at + 1];
	if (tag === undefined || first === undefined) return undefined;
	if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
	const count = first & 0x7f;
	const digits = bytes.slice(at + 2, at + 2 + count);
	if (count === 0 || count > 3 || digits.length < count) return undefined;
	const length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
	return { tag, start: at + 2 + count, end: at + 2 + count + length };
}

/** Reads a whole number that is not negative and has at most four bytes. */
function readInteger(der: Der | undefined): number | undefined {
	if (der?.tag !== tags.integer || der.content.length > 4 || (der.content[0] ?? 0x80) >= 0x80) return undefined;
	return der.content.reduce((sum, digit) => sum * 256 + digit, 0);
}

/** A private key in the page's memory, not extractable. */
export interface ApproverKey {
	keyId: string;
	modulus: string;
	sign: (text: string) => Promise<Bytes>;
}

/** Reasons without a key: none in the file; encrypted; wrong passphrase; the browser cannot decrypt it, or needs another form; not for RS256. */
export type KeyProblem = 'no-key' | 'encrypted' | 'wrong-passphrase' | 'other-form' | 'other-algorithm';
type OpenedKey = { key: ApproverKey } | { problem: KeyProblem };

export const maxKeyBytes = 64 * 1024;
const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const pem = /-----BEGIN ([A-Z0-9 ]{1,40})-----([\sA-Za-z\d+/=]*)-----END \1-----/;

const known = {
	rsa: '2a864886f70d010101',
	pbes2: '2a864886f70d01050d',
	pbkdf2: '2a864886f70d01050c',
	hmacSha256: '2a864886f70d0209',
	scrypt: '2b06010401da47040b',
	aes256cbc: '60864801650304012a',
} as const;

/** Returns whether the page may sign: browsers require a secure address. */
export const canSign = (): boolean => globalThis.crypto?.subtle !== undefined;

/** Reads a private key as `troupe manifest keys create` and OpenSSL write it: PKCS#8, encrypted or not. */
export async function openKey(text: string, passphrase: string): Promise<OpenedKey> {
	const [, label, body] = pem.exec(text) ?? [];
	if (label === undefined) return { problem: text.trimStart().startsWith('{') ? 'other-form' : 'no-key' };
	if (label !== 'PRIVATE KEY' && label !== 'ENCRYPTED PRIVATE KEY')
		return { problem: label.endsWith('PRIVATE KEY') ? 'other-form' : 'no-key' };
	const bytes = decode(body!);
	if (!bytes) return { problem: 'no-key' };
	if (label === 'PRIVATE KEY') return importKey(bytes);
	if (passphrase === '') return { problem: 'encrypted' };
	const decrypted = await decrypt(bytes, toBytes(passphrase));
	return decrypted instanceof Uint8Array ? importKey(decrypted) : { problem: decrypted };
}

/** RFC 5958 and 8017. The public half names the key (RFC 7638). */
async function importKey(bytes: Bytes): Promise<OpenedKey> {
	const type = readDer(bytes)?.parts[1]?.parts[0];
	if (!type) return { problem: 'no-key' };
	if (!isObject(type, 'rsa')) return { problem: 'other-algorithm' };
	try {
		const { n, e } = await crypto.subtle.exportKey('jwk', await crypto.subtle.importKey('pkcs8', bytes, algorithm, true, ['sign']));
		const key = await crypto.subtle.importKey('pkcs8', bytes, algorithm, false, ['sign']);
		const thumbprint = toBase64url(await sha256(toBytes(JSON.stringify({ e, kty: 'RSA', n }))));
		return {
			key: {
				keyId: `approver-${thumbprint.slice(0, 16)}`,
				modulus: n!,
				sign: async (text) => new Uint8Array(await crypto.subtle.sign(algorithm, key, toBytes(text))),
			},
		};
	} catch {
		return { problem: 'no-key' };
	}
}

/** PBES2 (RFC 8018) with AES-256-CBC, and the passphrase by scrypt (RFC 7914) or PBKDF2. */
async function decrypt(bytes: Bytes, passphrase: Bytes): Promise<Bytes | KeyProblem> {
	const [scheme, data] = readDer(bytes)?.parts ?? [];
	const [name, parameters] = scheme?.parts ?? [];
	const [derivation, cipher] = parameters?.parts ?? [];
	const [cipherName, iv] = cipher?.parts ?? [];
	if (!isObject(name, 'pbes2') || !isObject(cipherName, 'aes256cbc') || iv?.content.length !== 16) return 'other-form';
	const derived = await derive(derivation, passphrase);
	if (!derived) return 'other-form';
	try {
		const key = await crypto.subtle.importKey('raw', derived, 'AES-CBC', false, ['decrypt']);
		return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv: iv.content }, key, data!.content));
	} catch {
		return 'wrong-passphrase';
	}
}

const maxMemory = 64 * 1024 * 1024;
const maxParallel = 16;
const maxIterations = 10_000_000;

async function derive(derivation: Der | undefined, passphrase: Bytes): Promise<Bytes | undefined> {
	const [name, parameters] = derivation?.parts ?? [];
	const [salt, ...rest] = parameters?.parts ?? [];
	if (salt?.tag !== tags.octets) return undefined;
	if (isObject(name, 'scrypt')) {
		const cost = readCost(rest);
		// Browsers lack scrypt.
		return cost && scryptAsync(passphrase, salt.content, { ...cost, dkLen: 32 });
	}
	return isObject(name, 'pbkdf2') ? deriveByPbkdf2(passphrase, salt.content, rest) : undefined;
}

/** Reads the cost of RFC 7914, with its names. */
function readCost(numbers: Der[]): { N: number; r: number; p: number } | undefined {
	const [N = 0, r = 0, p = 0] = numbers.map(readInteger);
	const isPower = N > 1 && (N & (N - 1)) === 0;
	const isSmall = N * r * 128 <= maxMemory && p <= maxParallel;
	return isPower && isSmall && r > 0 && p > 0 ? { N, r, p } : undefined;
}

async function deriveByPbkdf2(passphrase: Bytes, salt: Bytes, rest: Der[]): Promise<Bytes | undefined> {
	const iterations = readInteger(rest[0]) ?? 0;
	// Without a name, the hash is SHA-1.
	if (!isObject(rest.at(-1)?.parts[0], 'hmacSha256') || iterations < 1 || iterations > maxIterations) return undefined;
	const key = await crypto.subtle.importKey('raw', passphrase, 'PBKDF2', false, ['deriveBits']);
	return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256));
}

const isObject = (der: Der | undefined, name: keyof typeof known): boolean =>
	der?.tag === tags.object && toHex(der.content) === known[name];

function decode(base64: string): Bytes | undefined {
	try {
		return fromBinary(atob(base64));
	} catch {
		return undefined;
	}
}
