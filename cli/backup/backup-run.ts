import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import { version } from '../../package.json';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { storageFault } from '../../providers/database/storage-fault';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { openDraft } from './draft-folder';
import { formatMegabytes } from './format-megabytes';
import { backupsFolder, listHome, type HomeFile, type LeftOut } from './home-contents';
import { chooseLock } from './key-secrets';
import { homeFolder, totalBytes, type BackupManifest } from './manifest';
import { isInside, listOutside } from './outside-home';
import { listPostgres } from './postgres-dump';
import { keysFileOf, sealKeys, type Lock } from './sealed-keys';
import { findServiceAddress } from '../../service/access/service-address';
import { checkSpace, stageHome, stagePostgres } from './stage-home';
import { requireZstd, writeArchive } from './write-archive';

export interface BackupOptions {
	recipient?: string;
	withoutKeys?: boolean;
	withoutPostgres?: boolean;
	/** The service that holds the engine's state. Default: the one that TROUPE_HOME tells of. */
	engine?: string;
	json?: boolean;
}

/**
 * Copies all state of Troupe's home into a new archive, and its keys into a file beside it. Both get their names when they are complete.
 * @throws TroupeError INPUT_INVALID, ENGINE_UNREACHABLE, STORAGE_*, NOT_SUPPORTED, CANCELLED
 */
export async function runBackup(path: string, options: BackupOptions, terminal: Terminal): Promise<ExitCode> {
	requireZstd();
	// Handles signals from here on: a stopped backup leaves nothing.
	const { stop } = terminal;
	const archive = resolve(path);
	const home = resolve(troupeHome(terminal.environment));
	checkPlaces(archive, home);
	const contents = listState(home, terminal);
	const keys = contents.files.filter(({ kind }) => kind === 'key');
	const names = keys.map((key) => key.path);
	const lock = !options.withoutKeys && keys.length > 0 ? await chooseLock(options, names, terminal) : undefined;
	const leftOut = [...contents.leftOut, ...(lock ? [] : names.map((name) => ({ path: name, why: '--without-keys leaves it out' })))];
	try {
		if (isInside(home, archive)) createFolder(dirname(archive), 0o700);
		const draft = openDraft(archive);
		try {
			checkSpace(draft.folder, contents.files);
			const startedAt = new Date().toISOString();
			const staged = await stageHome(contents.files, draft.folder, options.engine ?? findServiceAddress(home), terminal);
			stop.throwIfAborted();
			const postgres = await stagePostgres(draft.folder, !options.withoutPostgres, terminal);
			const files = [...staged, ...postgres.files];
			const manifest: BackupManifest = {
				format: 'troupe-backup',
				version: 1,
				id: randomUUID(),
				product: version,
				startedAt,
				files,
				keys: lock ? names : [],
				postgres: postgres.states,
				leftOut,
			};
			const bytes = Buffer.from(`${JSON.stringify(manifest, null, '\t')}\n`);
			terminal.showProgress?.(`compressing ${formatMegabytes(totalBytes(manifest))}`);
			await writeArchive(draft.archive, { folder: draft.folder, files, manifest: bytes }, stop);
			if (lock) writeFileSync(draft.keys, await seal(manifest, bytes, keys, lock), { mode: 0o600, flag: 'wx', flush: true });
			draft.publish();
			terminal.showProgress?.('');
			report(archive, manifest, options, terminal);
			return 0;
		} finally {
			draft.remove();
		}
	} catch (cause) {
		throw explain(archive, cause, terminal);
	}
}

/** @throws TroupeError INPUT_INVALID */
function checkPlaces(archive: string, home: string): void {
	const refuse = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
	if (existsSync(archive)) throw refuse(`${archive} exists.`, 'Choose a new name for each backup.');
	if (isInside(home, archive) && !isInside(join(home, backupsFolder), archive))
		throw refuse(
			`${archive} is in the home that it would be a copy of.`,
			`Write it to another disk, or at least to ${join(home, backupsFolder)}.`,
		);
}

/** A database outside of the home takes the place of one of the same name in it, which is not in use. */
function listState(home: string, { environment }: Terminal): { files: HomeFile[]; leftOut: LeftOut[] } {
	const inside = existsSync(home) ? listHome(home) : { files: [], leftOut: [] };
	const outside = listOutside(home, environment);
	const isReplaced = ({ path }: HomeFile) => outside.files.some((file) => file.path === path);
	const files = [...inside.files.filter((file) => !isReplaced(file)), ...outside.files];
	if (files.length === 0 && listPostgres(environment).length === 0)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `There is no state in ${home}.`,
			fix: 'Set TROUPE_HOME to the folder whose state you want to back up.',
		});
	return { files, leftOut: [...inside.leftOut, ...outside.leftOut] };
}

async function seal(manifest: BackupManifest, bytes: Uint8Array, keys: HomeFile[], lock: Lock): Promise<string> {
	const files = Object.fromEntries(keys.map(({ path, from }) => [path, readFileSync(from).toString('base64')]));
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	return `${await sealKeys({ backup: manifest.id, manifest: sha256, files }, lock)}\n`;
}

function report(archive: string, manifest: BackupManifest, { json }: BackupOptions, terminal: Terminal): void {
	const { files, keys, postgres, leftOut, id, startedAt } = manifest;
	const keysFile = keys.length > 0 ? keysFileOf(archive) : undefined;
	const bytes = statSync(archive).size;
	if (json) terminal.print(JSON.stringify({ archive, bytes, keysFile, id, startedAt, files, keys, postgres, leftOut }));
	else {
		const databases = files.filter(({ schema }) => schema);
		const others = files.filter(({ schema }) => !schema);
		for (const file of databases) terminal.print(`${file.path.slice(homeFolder.length + 1)}  ${formatMegabytes(file.bytes)}`);
		terminal.print(countNouns(others.length, databases.length > 0 ? 'other file' : 'file'));
		if (keysFile !== undefined) terminal.print(`${keysFile}  ${countNouns(keys.length, 'key')}, encrypted`);
		terminal.print(`${archive}  ${formatMegabytes(bytes)}`);
	}
	for (const { where, settings, file, why } of postgres)
		terminal.note(`PostgreSQL ${where} (${settings.join(', ')}): ${file === undefined ? `not in the backup, because ${why}` : 'dumped'}`);
	for (const { path, why } of leftOut) terminal.note(`not in the backup: ${printable(path)}, because ${why}`);
	if (keysFile !== undefined) terminal.note('Keep the keys in another place than the archive, and the passphrase in a third one.');
}

function explain(archive: string, cause: unknown, terminal: Terminal): unknown {
	if (isTroupeError(cause)) return cause;
	if (terminal.stop.aborted)
		return new TroupeError({ code: 'CANCELLED', message: 'No backup was made.', fix: 'Run the command again.', cause });
	return storageFault({ file: dirname(archive), what: 'The backup' }, 'used', cause);
}
