/** Shared keys for tests that need no new ones: four new keys take half a second of processor time. */
import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { chmodSync, cpSync, existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKeys } from '../../manifests/keys/create-keys';
import type { SigningKey } from '../../manifests/token/sign-token';

const made = join(__dirname, '../..', 'build', 'test-keys');

/** Copies keys that are created once per checkout. `others` are keys of another party. */
export async function copyTestKeys(into: string, kind: 'people' | 'others' | 'development' = 'people'): Promise<void> {
	const keys = join(made, kind);
	if (!existsSync(keys)) await make(keys, kind === 'development');
	cpSync(keys, into, { recursive: true });
	closeKeys(into);
}

/** Restricts the mode of a copy, because keys in a folder that is open to others are not read. */
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

/** Returns the same key for the same name in all tests of this checkout. Created at its first use. */
export function testKey(keyId: string, modulusLength = 2048, publicExponent = 65537): SigningKey {
	const path = join(made, 'single', `${keyId}.pem`);
	if (!existsSync(path)) {
		mkdirSync(join(made, 'single'), { recursive: true });
		const draft = join(made, 'single', randomUUID());
		const { privateKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
		writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
		// The first of two processes decides: a rename would replace a key that the other has read.
		try {
			linkSync(draft, path);
		} catch (error) {
			if (!existsSync(path)) throw error;
		}
		rmSync(draft);
	}
	return { keyId, privateKey: createPrivateKey(readFileSync(path)) };
}
