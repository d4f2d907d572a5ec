import { sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** Signs with one private key, wherever that lies: in a file, in a device, at a cloud's key service. */
export interface Signer {
	/** The `kid` under which the root knows the key. */
	keyId: string;
	/** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, section 3.3) over `input`. */
	sign(input: Uint8Array): Promise<Buffer>;
}

const signWith = promisify(sign);

/** A signer whose key is in this process. */
export function signerOfKey(keyId: string, privateKey: KeyObject): Signer {
	return { keyId, sign: async (input) => signWith('RSA-SHA256', input, privateKey) };
}
