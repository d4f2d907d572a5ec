/** Seals in two layers: a new master key needs no reading of values. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { TroupeError } from '../../base/errors';
import { deriveKey, keyBytes, keyedHash, seal, unseal } from './sealing';

const layout = 1;
const idBytes = 8;
/** A byte for the layout, then the id of the master key. */
const prefixBytes = 1 + idBytes;
/** The prefix, and the value's sealed key: nonce, tag, key. The value follows. In base64 both end at a whole character. */
export const headBytes = prefixBytes + 12 + 16 + keyBytes;

/** Each value has its own key; only that key is sealed under the master key. */
export interface WrappingKey {
	/** Tells nothing of the master key: 16 hexadecimal digits. */
	readonly id: string;
	readonly prefix: Uint8Array;
	wrap(plain: Uint8Array, bound: string): Uint8Array;
	/** @throws TroupeError VAULT_UNREADABLE */
	unwrap(wrapped: Uint8Array, bound: string): Uint8Array;
	/** @throws TroupeError VAULT_UNREADABLE */
	openHead(head: Uint8Array): Uint8Array;
	sealHead(valueKey: Uint8Array): Uint8Array;
}

/** @throws TroupeError INPUT_INVALID for a master key that is not 32 bytes long */
export function createWrappingKey(masterKey: Uint8Array): WrappingKey {
	if (masterKey.length !== keyBytes) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The vault's master key has ${masterKey.length} bytes; expected ${keyBytes}.`,
			fix: 'Create a key with "openssl rand -base64 32".',
		});
	}
	const wrapping = deriveKey(masterKey, 'vault wrapping');
	const id = keyedHash(wrapping, 'key id').subarray(0, idBytes);
	const prefix = Buffer.from([layout, ...id]);
	const openHead = (head: Uint8Array) => unseal(wrapping, head.subarray(prefixBytes, headBytes), prefix, 'A key');
	const sealHead = (valueKey: Uint8Array) => Buffer.concat([prefix, seal(wrapping, valueKey, prefix)]);
	return {
		id: id.toString('hex'),
		prefix,
		openHead,
		sealHead,
		wrap(plain, bound) {
			const valueKey = randomBytes(keyBytes);
			return Buffer.concat([sealHead(valueKey), seal(createSecretKey(valueKey), plain, Buffer.from(bound))]);
		},
		unwrap: (wrapped, bound) => unseal(createSecretKey(openHead(wrapped)), wrapped.subarray(headBytes), Buffer.from(bound), 'A key'),
	};
}

/** Id of the sealing master key; undefined for bytes of another form. */
export const readKeyId = (wrapped: Uint8Array): string | undefined =>
	wrapped.length >= headBytes && wrapped[0] === layout ? Buffer.from(wrapped.subarray(1, prefixBytes)).toString('hex') : undefined;
