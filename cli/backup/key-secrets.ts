import { existsSync } from 'node:fs';
import { TroupeError } from '../../core/base/errors';
import { readSecret } from '../../core/base/settings/settings';
import type { Terminal } from '../terminal/terminal';
import type { BackupManifest } from './manifest';
import { keysFileOf, openKeys, type KeyBundle, type Lock } from './sealed-keys';

/** Returns what the keys of a backup are encrypted with. @throws TroupeError INPUT_INVALID without a passphrase and a public key */
export async function chooseLock({ recipient }: { recipient?: string }, keys: string[], terminal: Terminal): Promise<Lock> {
	if (recipient !== undefined) return { recipient };
	const set = readSecret('TROUPE_BACKUP_PASSPHRASE', terminal.environment);
	if (set) return { passphrase: set };
	const passphrase = await terminal.askSecret?.('Passphrase for the keys in this backup: ');
	if (!passphrase)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The home has keys, which are not copied unencrypted: ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''}.`,
			fix: 'Set TROUPE_BACKUP_PASSPHRASE, or name a public key with --recipient. If the keys are backed up in another way, use --without-keys.',
		});
	if ((await terminal.askSecret!('Repeat the passphrase: ')) === passphrase) return { passphrase };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The two passphrases differ.',
		fix: 'Run the command again and type the same passphrase twice.',
	});
}

interface KeysOptions {
	keys?: string;
	identity?: string;
}

/** Opens the keys of an archive, with a passphrase from the environment or of the person at the terminal. @throws TroupeError INPUT_INVALID, STORAGE_DAMAGED */
export async function openKeysOf(archive: string, { keys, identity }: KeysOptions, terminal: Terminal): Promise<KeyBundle> {
	const file = keys ?? keysFileOf(archive);
	if (!existsSync(file))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The keys of the backup are missing: there is no ${file}.`,
			fix: 'Name their file with --keys. To restore without them, use --without-keys.',
		});
	const set = readSecret('TROUPE_BACKUP_PASSPHRASE', terminal.environment);
	const asked = set || identity !== undefined ? undefined : await terminal.askSecret?.('Passphrase of the keys: ');
	return openKeys(file, { identity, passphrase: set || asked });
}

/** @param sha256 of the manifest @throws TroupeError STORAGE_DAMAGED */
export function checkKeys({ backup, manifest: sha256, files }: KeyBundle, manifest: BackupManifest, found: string, archive: string): void {
	const isWhole = backup === manifest.id && sha256 === found && manifest.keys.every((path) => typeof files[path] === 'string');
	if (isWhole) return;
	throw new TroupeError({
		code: 'STORAGE_DAMAGED',
		message: `The keys do not belong to the backup ${archive}: ${backup === manifest.id ? 'its manifest was changed' : 'they are of another one'}.`,
		fix: 'Use the archive and the keys that the same run of `troupe backup` wrote.',
	});
}
