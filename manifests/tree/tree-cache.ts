import type { ManifestFile } from '../documents/package-manifest';
import { hashTree } from './hash-tree';
import { SeenFiles } from './seen-files';
import { ownPackage, type TreeRules } from './tree-rules';

export type TreeHasher = (folder: string, covers: readonly string[], seen: SeenFiles, rules?: TreeRules) => Promise<ManifestFile[]>;

interface CachedTree {
	rules: TreeRules;
	files: ManifestFile[];
	seen: SeenFiles;
}

/** Skips unchanged trees, so that a new snapshot does not rehash twenty thousand files. */
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
			// After a very recent change the times prove nothing, so the tree is hashed again.
			if (noted.settled(startedAt)) trees.set(key, { rules, files, seen: noted });
			return files;
		} finally {
			seen.adopt(noted);
		}
	};
}
