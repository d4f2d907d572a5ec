import { generateKeyPair, type KeyObject } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SigningKey } from '../token/sign-token';
import { writeWhole } from '../write-file';
import { encryptedPem } from './encrypted-pem';
import { keyIdOf, type KeyRole } from './key-name';

/** Generated in about 0.1 s; good beyond 2030 (NIST SP 800-57 part 1, table 2). */
const modulusLength = 3072;

/** A folder for keys that its owner alone may look into. */
export function openKeyFolder(into: string): void {
	mkdirSync(into, { recursive: true, mode: 0o700 });
	chmodSync(into, 0o700);
}

/** A new key pair, under a name that tells its role. */
export async function generateKey(role: KeyRole): Promise<SigningKey> {
	const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength, publicExponent: 65537 });
	return { keyId: keyIdOf(role, privateKey), privateKey };
}

/** Says where it lies. */
export function writeKey(folder: string, name: string, { privateKey }: SigningKey, passphrase: string | undefined): string {
	const path = join(folder, `${name}.pem`);
	writeWhole(path, toPem(privateKey, passphrase), 0o600);
	return path;
}

/** PKCS#8, encrypted where there is a passphrase. */
function toPem(privateKey: KeyObject, passphrase: string | undefined): string {
	return passphrase ? encryptedPem(privateKey, passphrase) : (privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
}
