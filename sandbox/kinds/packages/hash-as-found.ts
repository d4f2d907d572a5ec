import { createHash } from 'node:crypto';
import { listTree } from '../../scratch/list-tree';

const maxFiles = { bytes: 1024 * 1024 * 1024, files: 100_000 };

/** SHA-256 of the list of all files, `[{"path", "sha256", "size"}]`, in order, as compact JSON. Links are left out. @throws TroupeError INPUT_TOO_LARGE */
export async function hashAsFound(folder: string): Promise<string> {
	const files = await listTree(folder, { ...maxFiles, hash: true });
	const list = files.map(({ path, sha256, bytes }) => ({ path, sha256, size: bytes }));
	return createHash('sha256').update(JSON.stringify(list)).digest('hex');
}
