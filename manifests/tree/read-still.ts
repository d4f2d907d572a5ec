import { SeenFiles } from './seen-files';
import { tampered } from './tampered';

/**
 * Reads files by `read`, which notes each of them, and refuses when one changed meanwhile: swapped in behind the hashing, it would run unhashed.
 * Only what `read` notes counts. A snapshot that arrives meanwhile does not make a package a changed one: whoever keeps the decision sees it at the next look.
 * @throws TroupeError MANIFEST_TAMPERED, and as `read` does
 */
export async function readStill<Result>(folder: string, seen: SeenFiles, read: (noted: SeenFiles) => Promise<Result>): Promise<Result> {
	const noted = new SeenFiles();
	try {
		const result = await read(noted);
		if (!noted.unchanged()) throw tampered([{ file: folder, problem: 'unstable' }]);
		return result;
	} finally {
		seen.adopt(noted);
	}
}
