import { randomBytes } from 'node:crypto';
import { chmod, link, open, readFile, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createFolder } from '../../../core/base/create-folder';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { faultReason } from '../../database/fault-reason';

const keyBytes = 32;
export const vaultKeyFile = 'vault.key';

/**
 * Reads the master key of a host's token vault, 32 bytes: `configured` (TROUPE_VAULT_KEY, in base64 or hex), else the file `vault.key` in the state
 * folder. The first use creates the file for this user only; processes that create it at the same time get the same key.
 * @throws TroupeError INPUT_INVALID for a key of another length, STORAGE_FULL or INTERNAL if the file cannot be read or created
 */
export async function readVaultKey(stateFolder: string, configured?: string): Promise<Buffer> {
	return (await findVaultKey(stateFolder, configured)) ?? createVaultKey(stateFolder);
}

/** The same; undefined where there is none. */
export async function findVaultKey(stateFolder: string, configured?: string): Promise<Buffer | undefined> {
	if (configured) return parseVaultKey(configured, 'TROUPE_VAULT_KEY');
	return onFile(stateFolder, async (file) => {
		const text = await readIfThere(file);
		if (text === undefined) return undefined;
		await chmod(file, 0o600);
		return parseVaultKey(text, file);
	});
}

/** Creates `vault.key`; where another process did so meanwhile, its key is returned. */
export function createVaultKey(stateFolder: string): Promise<Buffer> {
	return onFile(stateFolder, async (file) => parseVaultKey(await make(file, stateFolder), file));
}

/** Removes a key that protects nothing yet. */
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

/** Writes the key under another name first: a reader never sees half a key, and only one of several writers wins. */
async function make(file: string, folder: string): Promise<string> {
	createFolder(folder, 0o700);
	const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
	const handle = await open(draft, 'wx', 0o600);
	try {
		await handle.writeFile(`${randomBytes(keyBytes).toString('base64')}\n`);
		await handle.sync();
		await link(draft, file).catch((error: NodeJS.ErrnoException) => {
			if (error.code !== 'EEXIST') throw error;
		});
	} finally {
		await handle.close();
		await unlink(draft);
	}
	return readFile(file, 'utf8');
}

/** Parses a key of 32 bytes in base64 or hex. @param where its setting or file, for the error @throws TroupeError INPUT_INVALID, without the key */
export function parseVaultKey(text: string, where: string): Buffer {
	const trimmed = text.trim();
	const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
	if (key.length === keyBytes) return key;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The token vault's key in ${where} is not ${keyBytes} bytes in base64 or hex.`,
		fix: 'Restore the key that the vault was created with. For a vault that does not exist yet, create one with "openssl rand -base64 32".',
	});
}
