/** Reads files that users name, only inside the allowed folders. */
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { recordRead } from '../../core/base/modules/loaded-code';

type Refusal =
	| { kind: 'missing' }
	| { kind: 'outside' }
	| { kind: 'not-a-file' }
	| { kind: 'too-large'; limit: number }
	| { kind: 'unreadable'; cause: unknown };

type ConfinedFile = { kind: 'file'; path: string; bytes: Buffer };

const absentCodes = new Set(['ENOENT', 'ENOTDIR']);

export function describeRefusal(refusal: Refusal): string {
	switch (refusal.kind) {
		case 'missing':
			return 'does not exist';
		case 'outside':
			return 'is outside its expected folder after following symbolic links';
		case 'not-a-file':
			return 'is not a regular file';
		case 'too-large':
			return `is larger than ${Math.floor(refusal.limit / 1024)} KB`;
		case 'unreadable':
			return `cannot be read (${errorCode(refusal.cause) ?? 'unknown reason'})`;
	}
}

/** Resolves symbolic links; undefined if nothing exists there. */
export async function realPath(path: string): Promise<string | undefined> {
	try {
		return await realpath(path);
	} catch (error) {
		if (absentCodes.has(errorCode(error) ?? '')) return undefined;
		throw error;
	}
}

/** Both as returned by `realPath`. */
export function isInside(path: string, folder: string): boolean {
	return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The real path must be in one of `folders`; up to `limit` bytes. */
export async function readConfinedFile(path: string, folders: string[], limit: number): Promise<ConfinedFile | Refusal> {
	try {
		const real = await realPath(path);
		if (real === undefined) return { kind: 'missing' };
		const allowed = await Promise.all(folders.map(realPath));
		if (!allowed.some((folder) => folder !== undefined && isInside(real, folder))) return { kind: 'outside' };
		return await readRegularFile(real, limit);
	} catch (error) {
		return absentCodes.has(errorCode(error) ?? '') ? { kind: 'missing' } : { kind: 'unreadable', cause: error };
	}
}

// O_NOFOLLOW repeats the link check, in case of a swap after realpath; O_NONBLOCK avoids blocking on a named pipe.
async function readRegularFile(real: string, limit: number): Promise<ConfinedFile | Refusal> {
	const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	try {
		const status = await file.stat();
		if (!status.isFile()) return { kind: 'not-a-file' };
		const buffer = Buffer.alloc(Math.min(status.size, limit) + 1);
		let length = 0;
		while (length < buffer.length) {
			const { bytesRead } = await file.read(buffer, length, buffer.length - length);
			if (bytesRead === 0) break;
			length += bytesRead;
		}
		// One extra byte shows that the file exceeds the limit or grew.
		if (length === buffer.length) return { kind: 'too-large', limit };
		const bytes = buffer.subarray(0, length);
		recordRead(real, bytes);
		return { kind: 'file', path: real, bytes };
	} finally {
		await file.close();
	}
}

function errorCode(error: unknown): string | undefined {
	const code = (error as NodeJS.ErrnoException | undefined)?.code;
	return typeof code === 'string' ? code : undefined;
}
