/** Keys for tests that need some, not new ones: four of them take half a second of a processor. */
import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKeys } from '../../manifests/keys/create-keys';
import type { SigningKey } from '../../manifests/token/sign-token';

const made = join(__dirname, '../..', 'build', 'test-keys');

/** Copies keys that a checkout makes once. `others` are those of somebody else. */
export async function copyTestKeys(into: string, kind: 'people' | 'others' | 'development' = 'people'): Promise<void> {
	const keys = join(made, kind);
	if (!existsSync(keys)) await make(keys, kind === 'development');
	cpSync(keys, into, { recursive: true });
	closeKeys(into);
}

/** A copy has the mode that the umask gives it, and keys are not read from a folder that is open to others. */
export const closeKeys = (folder: string): void => chmodSync(folder, 0o700);

async function make(keys: string, development: boolean): Promise<void> {
	mkdirSync(made, { recursive: true });
	const draft = mkdtempSync(join(made, 'draft-'));
	await createKeys({ into: draft, development, nowMs: Date.now() });
	try {
		renameSync(draft, keys);
	} catch (error) {
		// Another process was faster.
		rmSync(draft, { recursive: true });
		if (!existsSync(keys)) throw error;
	}
}

/** The same key for the same name, in every test of this checkout: made at its first use. */
export function testKey(keyId: string, modulusLength = 2048, publicExponent = 65537): SigningKey {
	const path = join(made, 'single', `${keyId}.pem`);
	if (!existsSync(path)) {
		mkdirSync(join(made, 'single'), { recursive: true });
		const draft = join(made, 'single', randomUUID());
		const { privateKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
		writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
		renameSync(draft, path);
	}
	return { keyId, privateKey: createPrivateKey(readFileSync(path)) };
}
