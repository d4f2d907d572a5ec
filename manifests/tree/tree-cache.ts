import type { ManifestFile } from '../documents/documents';
import { hashTree } from './hash-tree';
import { SeenFiles } from './seen-files';
import { ownPackage, type TreeRules } from './tree-rules';

/** Hashes a tree, noting all of it in `seen`: hashTree, or one that remembers. */
export type TreeHasher = (folder: string, covers: readonly string[], seen: SeenFiles, rules?: TreeRules) => Promise<ManifestFile[]>;

interface Known {
	rules: TreeRules;
	files: ManifestFile[];
	seen: SeenFiles;
}

/** As hashTree, without reading again what has not changed: a new snapshot is no reason to hash twenty thousand files. */
export function rememberingHasher(): TreeHasher {
	const trees = new Map<string, Known>();
	return async (folder, covers, seen, rules = ownPackage) => {
		const key = JSON.stringify([folder, covers]);
		const known = trees.get(key);
		if (known?.rules === rules && known.seen.unchanged()) {
			seen.adopt(known.seen);
			return known.files;
		}
		trees.delete(key);
		const startedAt = Date.now();
		const noted = new SeenFiles();
		try {
			const files = await hashTree(folder, covers, noted, rules);
			// Of a tree that changed a moment ago the times prove nothing yet: it is hashed again.
			if (noted.settled(startedAt)) trees.set(key, { rules, files, seen: noted });
			return files;
		} finally {
			seen.adopt(noted);
		}
	};
}
