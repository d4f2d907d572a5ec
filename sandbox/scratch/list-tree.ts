import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TroupeError } from '../../core/base/errors';

export interface TreeLimits {
	bytes: number;
	files: number;
}

export interface TreeFile {
	/** Relative, with slashes. */
	path: string;
	bytes: number;
	sha256?: string;
}

/** Lists files recursively, without links, sockets and devices: a link would lead outside. @throws TroupeError INPUT_TOO_LARGE */
export async function listTree(root: string, { bytes, files, hash = false }: TreeLimits & { hash?: boolean }): Promise<TreeFile[]> {
	const listed: TreeFile[] = [];
	const folders = [''];
	let entries = 0;
	let total = 0;
	for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
		for await (const entry of await opendir(join(root, folder))) {
			const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
			if (++entries > files) throw tooLarge(root, `more than ${files} files`);
			if (entry.isDirectory()) folders.push(path);
			if (!entry.isFile()) continue;
			const { size } = await lstat(join(root, path));
			if ((total += size) > bytes) throw tooLarge(root, `more than ${bytes} bytes`);
			listed.push({ path, bytes: size, ...(hash && { sha256: await hashFile(join(root, path)) }) });
		}
	}
	return listed.sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function hashFile(path: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(path), hash);
	return hash.digest('hex');
}

function tooLarge(root: string, how: string): TroupeError {
	return new TroupeError({ code: 'INPUT_TOO_LARGE', message: `The folder ${root} holds ${how}.`, fix: 'Pass a smaller folder.' });
}
