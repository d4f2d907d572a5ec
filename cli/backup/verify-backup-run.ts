import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import { readSecret } from '../../core/base/settings/settings';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { formatMegabytes } from './format-megabytes';
import { checkKeys, openKeysOf } from './key-secrets';
import { refuseLaterSchemas } from './refuse-later-schemas';
import { totalBytes, type BackupManifest } from './manifest';
import { readArchive } from './read-archive';
import { keysFileOf } from './sealed-keys';

export interface VerifyBackupOptions {
	keys?: string;
	identity?: string;
	json?: boolean;
}

/**
 * Reads an archive to its end and checks every file, and the keys if they can be opened. Restores nothing.
 * @throws TroupeError INPUT_INVALID, CANCELLED
 */
export async function runVerifyBackup(path: string, options: VerifyBackupOptions, terminal: Terminal): Promise<ExitCode> {
	const archive = resolve(path);
	try {
		const { manifest, keys } = await verify(archive, options, terminal);
		if (options.json) terminal.print(JSON.stringify({ archive, whole: true, keys, manifest }));
		else
			terminal.print(
				`${archive} is whole: ${countNouns(manifest.files.length, 'file')}, ${formatMegabytes(totalBytes(manifest))}, of ${manifest.startedAt}, by Troupe ${manifest.product}`,
			);
		if (keys === 'not-checked')
			terminal.note(
				`The keys (${manifest.keys.join(', ')}) were not checked: set TROUPE_BACKUP_PASSPHRASE, or name the private key with --identity.`,
			);
		return 0;
	} catch (error) {
		if (!options.json || !isTroupeError(error) || error.code === 'INPUT_INVALID') throw error;
		const { code, message, fix }: TroupeError = error;
		terminal.print(JSON.stringify({ archive, whole: false, error: { code, message, fix } }));
		return 1;
	}
}

type KeysState = 'none' | 'whole' | 'not-checked';

async function verify(
	archive: string,
	options: VerifyBackupOptions,
	terminal: Terminal,
): Promise<{ manifest: BackupManifest; keys: KeysState }> {
	let found = '';
	const manifest = await readArchive(archive, {
		onManifest: (_manifest, sha256) => void (found = sha256),
		onBytes: (bytes, total) => terminal.showProgress?.(`${formatMegabytes(bytes)} of ${formatMegabytes(total)}`),
		signal: terminal.stop,
	});
	terminal.showProgress?.('');
	refuseLaterSchemas(manifest, archive);
	if (manifest.keys.length === 0) return { manifest, keys: 'none' };
	const canOpen = options.identity !== undefined || readSecret('TROUPE_BACKUP_PASSPHRASE', terminal.environment) || terminal.askSecret;
	if (!canOpen || (options.keys === undefined && !existsSync(keysFileOf(archive)))) return { manifest, keys: 'not-checked' };
	checkKeys(await openKeysOf(archive, options, terminal), manifest, found, archive);
	return { manifest, keys: 'whole' };
}
