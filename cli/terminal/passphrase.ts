import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { readSecret } from '../../core/base/settings/settings';
import type { Role } from '../../manifests/documents/documents';
import type { Terminal } from './terminal';

/**
 * Returns the passphrase of a private key: from the environment, otherwise from the person at the terminal when the key is encrypted.
 * It never comes from an argument, which every user of the machine could read.
 */
export async function readPassphrase(
	keysFolder: string,
	role: Role | 'access' | 'any',
	{ environment, askSecret }: Terminal,
): Promise<string | undefined> {
	const set = readSecret('TROUPE_KEY_PASSPHRASE', environment);
	if (set) return set;
	if (!askSecret || !statSync(keysFolder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
	const files = readdirSync(keysFolder).filter((file) => file.endsWith('.pem') && (role === 'any' || belongsTo(role, file)));
	if (!files.some((file) => readFileSync(join(keysFolder, file), 'latin1').includes('ENCRYPTED'))) return undefined;
	return askSecret(`Passphrase of the ${role === 'any' ? 'keys' : `${role} key`} in ${keysFolder}: `);
}

/** Matches `approver.pem`, and the key of a person: `approver-grace-example.com.pem`. */
const belongsTo = (role: string, file: string) => file === `${role}.pem` || file.startsWith(`${role}-`);

/**
 * Returns a passphrase for new keys: from the environment, otherwise typed twice by the person at the terminal; undefined for none.
 * @throws TroupeError INPUT_INVALID when the two differ
 */
export async function newPassphrase({ environment, askSecret }: Terminal): Promise<string | undefined> {
	const set = readSecret('TROUPE_KEY_PASSPHRASE', environment);
	if (set) return set;
	if (!askSecret) return undefined;
	const passphrase = await askSecret('Passphrase for the private keys (empty for none): ');
	if (passphrase === '') return undefined;
	if ((await askSecret('Repeat the passphrase: ')) === passphrase) return passphrase;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The two passphrases differ.',
		fix: 'Run the command again and type the same passphrase twice.',
	});
}
