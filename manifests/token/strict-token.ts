import { createHash, verify, type KeyObject } from 'node:crypto';
import { getErrorMessage } from '../../core/base/errors';
import { decodeBase64url } from './base64url';
import { refusedToken } from './refused-token';
import { oneMeaning, parseStrictJson } from './strict-json';

/** A token each part of which has exactly one meaning. It is not verified, so nothing in it can be trusted. */
export interface StrictToken {
	/** The document's name in errors. */
	name: string;
	/** The transmitted text. */
	token: string;
	/** The header's `typ`. */
	type: string;
	/** The header's `kid`. */
	keyId: string;
	/** SHA-256 of the transmitted bytes, hex. */
	sha256: string;
	/** Claims of any shape. */
	payload: unknown;
}

const maxNameLength = 200;

/**
 * Parses a JWS in compact serialization (RFC 7515, section 7.1) before anything in it is trusted: size, three parts, canonical base64url, UTF-8, JSON
 * without repeated names, and a header of exactly `alg`, `typ` and `kid`.
 * @throws TroupeError TOKEN_INVALID
 */
export function parseStrictToken(name: string, bytes: Uint8Array, maxBytes: number): StrictToken {
	const [header, payload] = splitToken(name, bytes, maxBytes);
	const { type, keyId } = readHeader(name, parsePart(name, 'header', header));
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const token = Buffer.from(bytes).toString('latin1');
	return { name, token, type, keyId, sha256, payload: parsePart(name, 'payload', payload) };
}

/**
 * Verifies the signature over the transmitted bytes. Troupe chooses the algorithm, never the token (RFC 8725, section 3.1). Times and claims are
 * checked elsewhere.
 * @throws TroupeError TOKEN_INVALID
 */
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

/** Names the part that is wrong, without showing its content. */
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

/**
 * Accepts exactly `{alg, typ, kid}`. A header that can bring a key, an extension or an address would decide instead of the verifier (RFC 8725 section
 * 3).
 */
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

/** Formats a value for an error: short, and on one line. */
export const brief = (value: unknown): string => String(JSON.stringify(value)).slice(0, 60);
