import type { KeyObject } from 'node:crypto';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { refusedToken } from './refused-token';
import { brief } from './strict-token';
import { oneMeaning, parseStrictJson } from './strict-json';
import { loadKey } from './load-key';

/** RFC 7517, section 5. */
export interface KeySet {
	keys: ReadonlyMap<string, KeyObject>;
	/** Unfit keys and keys for other uses, by `kid`, with the reason. The other keys stay usable. */
	unusable: ReadonlyMap<string, string>;
}

export const maxKeySetBytes = 1024 * 1024;
const maxKeys = 1000;

/** Reads a third party's JWK set. @throws TroupeError INPUT_INVALID when it is not a JWK set, TOKEN_INVALID when it is ambiguous */
export function readKeySet(name: string, bytes: Uint8Array): KeySet {
	const keys = new Map<string, ReturnType<typeof loadKey>>();
	for (const jwk of parseKeys(name, bytes)) {
		const kid = typeof jwk === 'object' && jwk !== null ? (jwk as { kid?: unknown }).kid : undefined;
		if (typeof kid !== 'string') continue; // A key without a kid cannot be selected.
		keys.set(kid, keys.has(kid) ? 'is listed twice' : loadKey(jwk as Record<string, unknown>));
	}
	refuseTwins(keys);
	const entries = [...keys];
	return {
		keys: new Map(entries.flatMap(([kid, key]) => (typeof key === 'string' ? [] : [[kid, key]]))),
		unusable: new Map(entries.flatMap(([kid, key]) => (typeof key === 'string' ? [[kid, key]] : []))),
	};
}

/** One key under two names would count as two witnesses (TUF specification, section 5.3). */
function refuseTwins(keys: Map<string, ReturnType<typeof loadKey>>): void {
	const kids = new Map<string, string[]>();
	for (const [kid, key] of keys) {
		if (typeof key === 'string') continue;
		const material = key.export({ type: 'spki', format: 'der' }).toString('base64');
		kids.set(material, [...(kids.get(material) ?? []), kid]);
	}
	for (const twins of kids.values()) {
		if (twins.length > 1) for (const kid of twins) keys.set(kid, `is the same key under ${twins.length} names`);
	}
}

function parseKeys(name: string, bytes: Uint8Array): unknown[] {
	if (bytes.length > maxKeySetBytes) throw invalidKeySet(name, `it has ${bytes.length} bytes; the max is ${maxKeySetBytes}`);
	let set: unknown;
	try {
		set = JSON.parse(Buffer.from(bytes).toString());
	} catch (cause) {
		throw invalidKeySet(name, 'it is not JSON', cause);
	}
	const keys = typeof set === 'object' && set !== null ? (set as { keys?: unknown }).keys : undefined;
	if (!Array.isArray(keys)) throw invalidKeySet(name, `"keys" must be a list, not ${brief(keys)}`);
	if (keys.length > maxKeys) throw invalidKeySet(name, `it has more than ${maxKeys} keys`);
	try {
		parseStrictJson(bytes);
	} catch (error) {
		throw refusedToken(name, 'json', `it can be read in two ways, ${getErrorMessage(error)}`, {
			expected: oneMeaning,
			actual: getErrorMessage(error),
		});
	}
	return keys;
}

function invalidKeySet(name: string, reason: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${name} is not a JWK set: ${reason}`,
		fix: 'Specify a file that contains {"keys": […]} (RFC 7517).',
		cause,
	});
}
