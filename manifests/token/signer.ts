import { sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** Signs with one private key, in a file, in a device or in a cloud's key service. */
export interface Signer {
	/** The `kid` under which the root lists the key. */
	keyId: string;
	/** Signs `input` with RSASSA-PKCS1-v1_5 and SHA-256 (RFC 7518, section 3.3). */
	sign(input: Uint8Array): Promise<Buffer>;
}

const signWith = promisify(sign);

/** Creates a signer whose key is in this process. */
export function createKeySigner(keyId: string, privateKey: KeyObject): Signer {
	return { keyId, sign: async (input) => signWith('RSA-SHA256', input, privateKey) };
}
