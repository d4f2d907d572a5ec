import { messageOf, TroupeError } from '../../core/base/errors';
import { refusedToken } from './refused-token';
import { brief } from './strict-token';
import { oneMeaning, parseStrictJson } from './strict-json';
import type { KeyRing } from './key-ring';
import { loadKey } from './load-key';

/** What a JWK set (RFC 7517, section 5) gives to verify with. */
export interface KeySet {
	keys: KeyRing;
	/** Those that are not for us or not fit, by `kid`, with the reason. They are passed over, and good ones beside them stay good. */
	unusable: ReadonlyMap<string, string>;
}

/** Bytes of the longest set that is read. */
export const longestKeySet = 1024 * 1024;
const mostKeys = 1000;

/**
 * Reads a JWK set as somebody else publishes it.
 * @throws TroupeError INPUT_INVALID when it is none, TOKEN_INVALID when it has two meanings
 */
export function readKeySet(name: string, bytes: Uint8Array): KeySet {
	const keys = new Map<string, ReturnType<typeof loadKey>>();
	for (const jwk of listOfKeys(name, bytes)) {
		const kid = typeof jwk === 'object' && jwk !== null ? (jwk as { kid?: unknown }).kid : undefined;
		if (typeof kid !== 'string') continue; // Nobody can name it.
		keys.set(kid, keys.has(kid) ? 'stands there twice' : loadKey(jwk as Record<string, unknown>));
	}
	refuseTwins(keys);
	const entries = [...keys];
	return {
		keys: new Map(entries.flatMap(([kid, key]) => (typeof key === 'string' ? [] : [[kid, key]]))),
		unusable: new Map(entries.flatMap(([kid, key]) => (typeof key === 'string' ? [[kid, key]] : []))),
	};
}

/** One key under two names would be two witnesses in the eyes of whoever counts names (TUF specification, section 5.3). */
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

function listOfKeys(name: string, bytes: Uint8Array): unknown[] {
	if (bytes.length > longestKeySet) throw noKeySet(name, `it has ${bytes.length} bytes, at most ${longestKeySet} are read`);
	let set: unknown;
	try {
		set = JSON.parse(Buffer.from(bytes).toString());
	} catch (cause) {
		throw noKeySet(name, 'it is not JSON', cause);
	}
	const keys = typeof set === 'object' && set !== null ? (set as { keys?: unknown }).keys : undefined;
	if (!Array.isArray(keys)) throw noKeySet(name, `its "keys" is no list but ${brief(keys)}`);
	if (keys.length > mostKeys) throw noKeySet(name, `it holds more than ${mostKeys} keys`);
	try {
		parseStrictJson(bytes);
	} catch (error) {
		throw refusedToken(name, 'json', `it can be read in two ways, ${messageOf(error)}`, { expected: oneMeaning, actual: messageOf(error) });
	}
	return keys;
}

function noKeySet(name: string, reason: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${name} is no JWK set: ${reason}`,
		fix: 'Name a file that holds {"keys": […]}, as RFC 7517 has it.',
		cause,
	});
}
