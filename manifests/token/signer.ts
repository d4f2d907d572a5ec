import { sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** The key is in a file, a device or a cloud key service. */
export interface Signer {
	keyId: string;
	/** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, section 3.3). */
	sign(input: Uint8Array): Promise<Buffer>;
}

const signWith = promisify(sign);

export function createKeySigner(keyId: string, privateKey: KeyObject): Signer {
	return { keyId, sign: async (input) => signWith('RSA-SHA256', input, privateKey) };
}
