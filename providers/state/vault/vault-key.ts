import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { chmod, link, open, readFile, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createFolder } from '../../../core/base/create-folder';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { faultReason } from '../../database/fault-reason';

const keyBytes = 32;
export const vaultKeyFile = 'vault.key';

/** Max keys at a time: during a replacement, and for a restored backup with an earlier one. */
const maxKeys = 4;

/**
 * Reads the vault's master keys, 32 bytes each: `configured` (TROUPE_VAULT_KEY, in base64 or hex), else the file `vault.key` in the state folder,
 * created on first use for this user only; concurrent creators get the same key. @returns the keys in order; the first seals unless the state names
 * another @throws TroupeError INPUT_INVALID for a key of another length, STORAGE_FULL or INTERNAL if the file cannot be read or created
 */
export async function readVaultKeys(stateFolder: string, configured?: string): Promise<Buffer[]> {
	return (await findVaultKeys(stateFolder, configured)) ?? [await createVaultKey(stateFolder)];
}

export async function findVaultKeys(stateFolder: string, configured?: string): Promise<Buffer[] | undefined> {
	if (configured) return parseVaultKeys(configured, 'TROUPE_VAULT_KEY');
	return onFile(stateFolder, async (file) => {
		const text = await readIfThere(file);
		if (text === undefined) return undefined;
		await chmod(file, 0o600);
		return parseVaultKeys(text, file);
	});
}

/** Changes with each replacement of the file; undefined without one. */
export function stampVaultKeys(stateFolder: string): string | undefined {
	const found = statSync(join(stateFolder, vaultKeyFile), { bigint: true, throwIfNoEntry: false });
	return found && `${found.ino} ${found.mtimeNs} ${found.size}`;
}

/** Replaces the file atomically and durably. An omitted key is lost. */
export function replaceVaultKeys(stateFolder: string, keys: readonly Uint8Array[]): Promise<void> {
	return onFile(stateFolder, async (file) => {
		const draft = await writeDraft(file, keys);
		try {
			await rename(draft, file);
		} catch (cause) {
			await unlink(draft);
			throw cause;
		}
		const folder = await open(stateFolder, 'r');
		try {
			await folder.sync();
		} finally {
			await folder.close();
		}
	});
}

export function createVaultKey(stateFolder: string): Promise<Buffer> {
	return onFile(stateFolder, async (file) => parseVaultKeys(await make(file, stateFolder), file)[0]!);
}

export function removeVaultKey(stateFolder: string): Promise<void> {
	return onFile(stateFolder, (file) => rm(file, { force: true }));
}

async function onFile<Result>(stateFolder: string, act: (file: string) => Promise<Result>): Promise<Result> {
	const file = join(stateFolder, vaultKeyFile);
	try {
		return await act(file);
	} catch (cause) {
		if (cause instanceof TroupeError) throw cause;
		const isFull = faultReason(cause)?.kind === 'full';
		throw new TroupeError({
			code: isFull ? 'STORAGE_FULL' : 'INTERNAL',
			message: `The token vault's key in ${file} cannot be read or created: ${getErrorMessage(cause)}.`,
			fix: isFull
				? 'Free space on the disk that holds it, then try again.'
				: 'Check that this user can write to the folder, or set TROUPE_VAULT_KEY.',
			cause,
		});
	}
}

async function readIfThere(file: string): Promise<string | undefined> {
	return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
}

/** Writes under another name first: readers never see half a key, and only one writer wins. */
async function make(file: string, folder: string): Promise<string> {
	createFolder(folder, 0o700);
	const draft = await writeDraft(file, [randomBytes(keyBytes)]);
	try {
		await link(draft, file).catch((error: NodeJS.ErrnoException) => {
			if (error.code !== 'EEXIST') throw error;
		});
	} finally {
		await unlink(draft);
	}
	return readFile(file, 'utf8');
}

async function writeDraft(file: string, keys: readonly Uint8Array[]): Promise<string> {
	const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
	const handle = await open(draft, 'wx', 0o600);
	try {
		await handle.writeFile(keys.map((key) => `${Buffer.from(key).toString('base64')}\n`).join(''));
		await handle.sync();
	} catch (cause) {
		await unlink(draft);
		throw cause;
	} finally {
		await handle.close();
	}
	return draft;
}

/**
 * Parses whitespace-separated 32-byte keys in base64 or hex. @param where setting or file, for the error @throws TroupeError INPUT_INVALID, without
 * the key
 */
export function parseVaultKeys(text: string, where: string): Buffer[] {
	const keys = text
		.trim()
		.split(/\s+/)
		.map((word) => (/^[0-9a-f]{64}$/i.test(word) ? Buffer.from(word, 'hex') : Buffer.from(word, 'base64')));
	if (keys.length <= maxKeys && keys.every((key) => key.length === keyBytes)) return keys;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message:
			keys.length > maxKeys
				? `The token vault's key in ${where} is ${keys.length} keys; expected ${maxKeys} at most.`
				: `The token vault's key in ${where} is not ${keyBytes} bytes in base64 or hex.`,
		fix: 'Restore the key that the vault was created with. For a vault that does not exist yet, create one with "openssl rand -base64 32".',
	});
}
