import { createHash, verify, type KeyObject } from 'node:crypto';
import { getErrorMessage } from '../../core/base/errors';
import { decodeBase64url } from './base64url';
import { refusedToken } from './refused-token';
import { oneMeaning, parseStrictJson } from './strict-json';

/** Each part has exactly one meaning. Not verified: nothing in it can be trusted. */
export interface StrictToken {
	name: string;
	token: string;
	type: string;
	keyId: string;
	/** SHA-256 of the transmitted bytes, hex. */
	sha256: string;
	payload: unknown;
}

const maxNameLength = 200;

/**
 * Parses a compact JWS (RFC 7515, section 7.1) before anything is trusted: size, three parts, canonical base64url, UTF-8, JSON without repeated
 * names, and a header of exactly `alg`, `typ` and `kid`. @throws TroupeError TOKEN_INVALID
 */
export function parseStrictToken(name: string, bytes: Uint8Array, maxBytes: number): StrictToken {
	const [header, payload] = splitToken(name, bytes, maxBytes);
	const { type, keyId } = readHeader(name, parsePart(name, 'header', header));
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const token = Buffer.from(bytes).toString('latin1');
	return { name, token, type, keyId, sha256, payload: parsePart(name, 'payload', payload) };
}

/** Troupe chooses the algorithm, never the token (RFC 8725, section 3.1). Does not check times and claims. @throws TroupeError TOKEN_INVALID */
export function verifySignature({ name, token, keyId }: StrictToken, key: KeyObject): void {
	const end = token.lastIndexOf('.');
	if (verify('RSA-SHA256', Buffer.from(token.slice(0, end), 'latin1'), key, Buffer.from(token.slice(end + 1), 'base64url'))) return;
	throw refusedToken(name, 'signature', `its signature by ${keyId} is invalid`, {
		expected: `a signature of its bytes by the key ${keyId}`,
		actual: 'a signature that this key did not make',
		keyId,
	});
}

function splitToken(name: string, bytes: Uint8Array, maxBytes: number): [Buffer, Buffer, Buffer] {
	if (bytes.length > maxBytes) {
		throw refusedToken(name, 'size', `it has ${bytes.length} bytes; the max is ${maxBytes}`, {
			expected: `at most ${maxBytes} bytes`,
			actual: bytes.length,
		});
	}
	const parts = Buffer.from(bytes).toString('latin1').split('.', 4);
	const decoded = parts.map(decodeBase64url);
	if (decoded.length !== 3 || decoded.includes(null)) {
		const expected = 'three parts of canonical base64url, separated by dots';
		throw refusedToken(name, 'encoding', `it is not ${expected}`, { expected, actual: describeParts(parts.length, decoded.indexOf(null)) });
	}
	return decoded as [Buffer, Buffer, Buffer];
}

function describeParts(count: number, broken: number): string {
	if (count !== 3) return count > 3 ? 'more than three parts' : count === 1 ? 'one part' : 'two parts';
	return `a ${['header', 'payload', 'signature'][broken]} in another spelling`;
}

function parsePart(name: string, part: string, bytes: Buffer): unknown {
	try {
		return parseStrictJson(bytes);
	} catch (error) {
		throw refusedToken(name, 'json', `its ${part} is refused, ${getErrorMessage(error)}`, {
			expected: `a ${part} of ${oneMeaning}`,
			actual: getErrorMessage(error),
		});
	}
}

/** Accepts exactly `{alg, typ, kid}`. A header with a key, extension or address would decide instead of the verifier (RFC 8725 section 3). */
function readHeader(name: string, header: unknown): { type: string; keyId: string } {
	const fields = typeof header === 'object' && header !== null && !Array.isArray(header) ? (header as Record<string, unknown>) : {};
	const { alg, typ, kid, ...extra } = fields;
	const foreign = Object.keys(extra);
	if (foreign.length > 0) {
		const named = foreign.slice(0, 5).map((field) => brief(field));
		throw refusedToken(name, 'header', `its header contains ${named.join(', ')}; only alg, typ and kid are allowed`, {
			expected: 'a header of alg, typ and kid',
			actual: `${named.join(', ')} in it`,
		});
	}
	if (alg !== 'RS256') throw refusedToken(name, 'header', 'its algorithm is not RS256', { expected: 'RS256', actual: brief(alg) });
	if (!isShortText(typ))
		throw refusedToken(name, 'header', 'its type (typ) is not a short text', { expected: shortText, actual: brief(typ) });
	if (!isShortText(kid)) throw refusedToken(name, 'header', 'its kid is not a short text', { expected: shortText, actual: brief(kid) });
	return { type: typ, keyId: kid };
}

const shortText = `a text of 1 to ${maxNameLength} characters`;
const isShortText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= maxNameLength;

export const brief = (value: unknown): string => String(JSON.stringify(value)).slice(0, 60);
