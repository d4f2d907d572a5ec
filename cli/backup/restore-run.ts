import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { hasRows } from '../../providers/database/sqlite/has-rows';
import { openReadOnly } from '../../providers/database/sqlite/open-read-only';
import { stateFile } from '../../providers/database/state-database';
import { isOpenSomewhere } from '../../providers/database/refuse-while-restoring';
import { storageFault } from '../../providers/database/storage-fault';
import { highWaterFile } from '../../manifests/trust/high-water';
import { mergeHighWater } from '../../manifests/trust/merge-high-water';
import type { MasterKeyRow } from '../../providers/state/vault/master-keys';
import { openMasterKeys } from '../../providers/state/vault/master-keys';
import { vaultKeyFile } from '../../providers/state/vault/vault-key';
import { openForgottenList } from '../../providers/compose/memory/forget-everywhere';
import { openVaultStore } from '../../providers/state/vault/vault-store';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { forgetAgainIn, readForgottenList } from './forget-again';
import { formatMegabytes } from './format-megabytes';
import { restoredPostgresFolder } from './home-contents';
import { checkKeys, openKeysOf } from './key-secrets';
import { refuseLaterSchemas } from './refuse-later-schemas';
import { damagedArchive, homeFolder, postgresFolder, totalBytes, type BackupFile, type BackupManifest } from './manifest';
import { openRestorePlace, type RestorePlace } from './place-home';
import { readArchive } from './read-archive';
import type { KeyBundle } from './sealed-keys';
import { requireSpace } from './stage-home';

export interface RestoreOptions {
	keys?: string;
	withoutKeys?: boolean;
	identity?: string;
	forgotten: string[];
	replace?: boolean;
	json?: boolean;
}

interface Restored {
	manifest: BackupManifest;
	/** Number of forgotten persons and conversations that were forgotten again. */
	forgottenAgain: number;
	replaced?: string;
}

/**
 * Restores an archive into Troupe's home, completely or not at all: whenever it is interrupted, the next run brings the former state back or
 * completes the new one, and nothing opens the databases before.
 * @throws TroupeError INPUT_INVALID, NOT_SUPPORTED, STORAGE_*, CANCELLED
 */
export async function runRestore(path: string, options: RestoreOptions, terminal: Terminal): Promise<ExitCode> {
	const archive = resolve(path);
	const home = resolve(troupeHome(terminal.environment));
	const { manifest, sha256 } = await readManifest(archive, terminal);
	refuseLaterSchemas(manifest, archive);
	const keys = await openKeysIfWanted(archive, manifest, sha256, options, terminal);
	const entries = options.forgotten.flatMap((file) => readForgottenList(resolve(file)));
	try {
		createFolder(home, 0o700);
		const place = await openRestorePlace(home, manifest.id);
		try {
			if (place.isComplete) {
				terminal.print(`${home} is restored: the interrupted restore of this backup is complete now.`);
				return 0;
			}
			await checkFormer(home, place, options);
			requireSpace(home, totalBytes(manifest), 'The restored state');
			entries.push(...(await openForgottenList(home, terminal.environment).read()));
			await extract(archive, sha256, place, terminal);
			writeKeys(keys, place.ready);
			await keepVaultKey(home, place.ready);
			const forgottenAgain = await forgetAgainIn(place.ready, entries, terminal.environment, terminal.stop);
			if (existsSync(highWaterFile(home))) mergeHighWater(home, place.ready);
			const replaced = place.publish();
			report(home, { manifest, forgottenAgain, replaced }, entries.length > 0, options, terminal);
			return 0;
		} finally {
			await place.close();
		}
	} catch (cause) {
		throw isTroupeError(cause) ? cause : storageFault({ file: home, what: 'The restored state' }, 'used', cause);
	}
}

async function readManifest(archive: string, { stop }: Terminal): Promise<{ manifest: BackupManifest; sha256: string }> {
	let sha256 = '';
	const manifest = await readArchive(archive, {
		manifestOnly: true,
		onManifest: (_manifest, found) => void (sha256 = found),
		signal: stop,
	});
	return { manifest, sha256 };
}

async function openKeysIfWanted(
	archive: string,
	manifest: BackupManifest,
	sha256: string,
	options: RestoreOptions,
	terminal: Terminal,
): Promise<KeyBundle['files']> {
	if (options.withoutKeys || manifest.keys.length === 0) return {};
	const bundle = await openKeysOf(archive, options, terminal);
	checkKeys(bundle, manifest, sha256, archive);
	return Object.fromEntries(manifest.keys.map((path) => [path, bundle.files[path]!]));
}

/** A state older than the vault's first use gets the present key, which finds persons forgotten since. */
async function keepVaultKey(home: string, restored: string): Promise<void> {
	const from = join(home, vaultKeyFile);
	const to = join(restored, vaultKeyFile);
	if (!existsSync(from) || existsSync(to) || (await hasRows(join(restored, stateFile), ['host_key']))) return;
	cpSync(from, to);
	await carryMasterKey(join(home, stateFile), join(restored, stateFile));
}

/** @throws TroupeError INPUT_INVALID for a home that has state, STORAGE_LOCKED for one that is in use */
async function checkFormer(home: string, { former }: RestorePlace, { replace }: RestoreOptions): Promise<void> {
	if (former.length === 0) return;
	if (!replace)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${home} is not empty: it holds ${former.slice(0, 5).join(', ')}${former.length > 5 ? ', …' : ''}.`,
			fix: 'Set TROUPE_HOME to a new folder. Or use --replace, which moves that state aside.',
		});
	for (const name of former.filter((each) => each.endsWith('.db')))
		if (await isOpenSomewhere(join(home, name)))
			throw new TroupeError({
				code: 'STORAGE_LOCKED',
				message: `${home} is in use: another process has ${name} open.`,
				fix: 'Stop the service, the workers and n8n that use this home, and run the command again.',
				retryable: true,
			});
}

async function extract(archive: string, sha256: string, { ready }: RestorePlace, terminal: Terminal): Promise<void> {
	await readArchive(archive, {
		onManifest(_manifest, found) {
			if (found !== sha256) throw damagedArchive(archive, 'it changed while it was read');
		},
		place: (file) => join(ready, placeOf(file)),
		onBytes: (bytes, total) => terminal.showProgress?.(`${formatMegabytes(bytes)} of ${formatMegabytes(total)}`),
		signal: terminal.stop,
	});
	terminal.showProgress?.('');
}

function placeOf({ path }: BackupFile): string {
	const [folder, ...rest] = path.split('/');
	return join(folder === homeFolder ? '' : restoredPostgresFolder, ...rest);
}

function writeKeys(keys: KeyBundle['files'], home: string): void {
	for (const [path, content] of Object.entries(keys)) {
		const file = join(home, path);
		createFolder(dirname(file), 0o700);
		writeFileSync(file, Buffer.from(content, 'base64'), { mode: 0o600, flag: 'wx', flush: true });
	}
}

function report(
	home: string,
	{ manifest, forgottenAgain, replaced }: Restored,
	hasLists: boolean,
	{ json, withoutKeys }: RestoreOptions,
	terminal: Terminal,
): void {
	const { files, keys, postgres, leftOut, startedAt, id, product } = manifest;
	if (json)
		terminal.print(JSON.stringify({ home, id, product, startedAt, files: files.length, forgottenAgain, replaced, postgres, leftOut }));
	else
		terminal.print(
			`${home} is restored: ${countNouns(files.length, 'file')}, ${formatMegabytes(totalBytes(manifest))}, of ${startedAt}, by Troupe ${product}`,
		);
	if (replaced !== undefined) terminal.note(`The state that was there is in ${replaced}. Delete it when the restored one works.`);
	if (forgottenAgain > 0)
		terminal.note(`Forgotten again, as after the backup: ${countNouns(forgottenAgain, 'entry').replace('entrys', 'entries')}.`);
	if (!hasLists)
		terminal.note(
			'There was no list of persons who were forgotten after the backup. If there are any, restore again with --forgotten and the list, or forget them again.',
		);
	if (withoutKeys && keys.length > 0) terminal.note(`Not restored: ${keys.join(', ')}. Put them into ${home} before anything starts.`);
	for (const { where, file, why } of postgres)
		terminal.note(
			file === undefined
				? `PostgreSQL ${where} is not in the backup, because ${why}. Restore it by its own means.`
				: `PostgreSQL ${where}: restore it with \`pg_restore --no-owner --no-privileges --dbname ADDRESS ${join(home, restoredPostgresFolder, file.slice(postgresFolder.length + 1))}\`.`,
		);
	if (postgres.length > 0)
		terminal.note(`Then forget in these databases who was forgotten since the backup: \`troupe memory forget-again --from ${startedAt}\`.`);
	for (const { path, why } of leftOut) terminal.note(`was not in the backup: ${printable(path)}, because ${why}`);
}

/**
 * Gives a state that has no key yet the key of another one, with the secrets that it took over from the keys before it: by these, the hashes of
 * persons are the same in both.
 */
async function carryMasterKey(from: string, to: string): Promise<void> {
	const found = existsSync(from) ? readKeys(from) : undefined;
	if (found === undefined || found.keys.length === 0) return;
	const vault = openVaultStore(to);
	const masterKeys = openMasterKeys(to);
	try {
		await vault.claim(found.fingerprint);
		await masterKeys.take(found.keys);
	} finally {
		await masterKeys.close();
		await vault.close();
	}
}

function readKeys(file: string): { fingerprint: string; keys: MasterKeyRow[] } | undefined {
	const state = openReadOnly(file);
	try {
		const tables = state.prepare("SELECT name FROM sqlite_master WHERE name IN ('host_key', 'master_key')").all();
		if (tables.length < 2) return undefined;
		const claimed = state.prepare('SELECT fingerprint FROM host_key').get() as { fingerprint: string } | undefined;
		const keys = state.prepare('SELECT id, state, carried, created_at AS "createdAt", changed_at AS "changedAt" FROM master_key').all();
		return claimed && { ...claimed, keys: keys as unknown as MasterKeyRow[] };
	} finally {
		state.close();
	}
}
