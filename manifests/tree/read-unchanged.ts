import { SeenFiles } from './seen-files';
import { tampered } from './tampered';

/**
 * Reads files with `read`, which notes each of them, and refuses if one changed in the meantime. A file that was replaced after hashing would run
 * unchecked. Only the paths that `read` notes count. A snapshot that arrives in the meantime does not count as a change of the package; the cached
 * decision notices it at the next check.
 * @throws TroupeError MANIFEST_TAMPERED, and as `read` does
 */
export async function readUnchanged<Result>(folder: string, seen: SeenFiles, read: (noted: SeenFiles) => Promise<Result>): Promise<Result> {
	const noted = new SeenFiles();
	try {
		const result = await read(noted);
		if (!noted.unchanged()) throw tampered([{ file: folder, problem: 'unstable' }]);
		return result;
	} finally {
		seen.adopt(noted);
	}
}
