/** Keys for tests that need some, not new ones: four of them take half a second of a processor. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createKeys } from '../manifests/keys/keys';

const made = join(__dirname, '..', 'build', 'test-keys');

/** Copies keys that a checkout makes once. `others` are those of somebody else. */
export async function copyTestKeys(into: string, kind: 'people' | 'others' | 'development' = 'people'): Promise<void> {
	const keys = join(made, kind);
	if (!existsSync(keys)) await make(keys, kind === 'development');
	cpSync(keys, into, { recursive: true });
}

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
