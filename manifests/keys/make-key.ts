import { generateKeyPair, type KeyObject } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createFolder } from '../../core/base/create-folder';
import type { SigningKey } from '../token/sign-token';
import { writeAtomically } from '../write-file';
import { encryptedPem } from './encrypted-pem';
import { deriveKeyId, type KeyRole } from './key-name';

/** Generated in about 0.1 s; secure beyond 2030 (NIST SP 800-57 part 1, table 2). */
const modulusLength = 3072;

export function openKeyFolder(into: string): void {
	createFolder(into, 0o700);
	chmodSync(into, 0o700);
}

export async function generateKey(role: KeyRole): Promise<SigningKey> {
	const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength, publicExponent: 65537 });
	return { keyId: deriveKeyId(role, privateKey), privateKey };
}

export function writeKey(folder: string, name: string, { privateKey }: SigningKey, passphrase: string | undefined): string {
	const path = join(folder, `${name}.pem`);
	writeAtomically(path, toPem(privateKey, passphrase), 0o600);
	return path;
}

function toPem(privateKey: KeyObject, passphrase: string | undefined): string {
	return passphrase ? encryptedPem(privateKey, passphrase) : (privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
}
