import { deriveKey, keyedHash, seal, unseal } from './sealing';

interface TextKey {
	seal(text: string, bound: string): Uint8Array;
	/** @throws TroupeError VAULT_UNREADABLE */
	unseal(sealed: Uint8Array, bound: string): string;
	/** Equal for equal texts; tells nothing without the key. */
	digest(text: string): string;
}

export function createTextKey(dataKey: Uint8Array): TextKey {
	const sealing = deriveKey(dataKey, 'texts');
	const comparing = deriveKey(dataKey, 'text equality');
	return {
		seal: (text, bound) => seal(sealing, Buffer.from(text), Buffer.from(bound)),
		unseal: (sealed, bound) => unseal(sealing, sealed, Buffer.from(bound), 'A text').toString(),
		digest: (text) => keyedHash(comparing, text).toString('base64url'),
	};
}
