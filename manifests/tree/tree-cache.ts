import type { ManifestFile } from '../documents/package-manifest';
import { hashTree } from './hash-tree';
import { SeenFiles } from './seen-files';
import { ownPackage, type TreeRules } from './tree-rules';

/** Hashes a tree and notes its paths in `seen`: hashTree, or a version with a cache. */
export type TreeHasher = (folder: string, covers: readonly string[], seen: SeenFiles, rules?: TreeRules) => Promise<ManifestFile[]>;

interface CachedTree {
	rules: TreeRules;
	files: ManifestFile[];
	seen: SeenFiles;
}

/** Creates a hasher that does not read unchanged trees again. A new snapshot does not cause twenty thousand files to be hashed again. */
export function createCachingHasher(): TreeHasher {
	const trees = new Map<string, CachedTree>();
	return async (folder, covers, seen, rules = ownPackage) => {
		const key = JSON.stringify([folder, covers]);
		const cached = trees.get(key);
		if (cached?.rules === rules && cached.seen.unchanged()) {
			seen.adopt(cached.seen);
			return cached.files;
		}
		trees.delete(key);
		const startedAt = Date.now();
		const noted = new SeenFiles();
		try {
			const files = await hashTree(folder, covers, noted, rules);
			// If a tree changed a moment ago, the times prove nothing yet, so it is hashed again.
			if (noted.settled(startedAt)) trees.set(key, { rules, files, seen: noted });
			return files;
		} finally {
			seen.adopt(noted);
		}
	};
}
