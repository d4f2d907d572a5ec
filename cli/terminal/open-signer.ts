import { readSigner } from '../../manifests/keys/key-files';
import type { Signer } from '../../manifests/token/signer';
import { readPassphrase } from './passphrase';
import type { Terminal } from './terminal';

export interface KeyOptions {
	/** A folder. */
	keys?: string;
	/** A role, the name of a key's file, or the key's id. */
	key?: string;
}

/**
 * Opens the key of an author or approver before anything runs: a wrong passphrase should not cost a run.
 * @param first the role whose key is used if the folder has both
 * @throws TroupeError INPUT_INVALID
 */
export async function openSigner(
	{ keys, key }: KeyOptions & { keys: string },
	terminal: Terminal,
	first: 'author' | 'approver' = 'author',
): Promise<Signer> {
	const choice = { passphrase: await readPassphrase(keys, 'any', terminal), name: key };
	const other = first === 'author' ? 'approver' : 'author';
	const [role, next] = key?.startsWith(other) ? ([other, first] as const) : ([first, other] as const);
	try {
		return readSigner(keys, role, choice);
	} catch (error) {
		try {
			return readSigner(keys, next, choice);
		} catch {
			throw error;
		}
	}
}
