import type { ManifestDependency, ManifestFile } from '../../documents/package-manifest';
import { compareFiles } from '../compare-files';
import type { FoundDependency } from './find-dependencies';
import type { Difference } from '../tampered';

/** @param readList returns a tree's files by hash, if stored; then the differing files are named */
export function compareDependencies(
	expected: readonly ManifestDependency[],
	actual: readonly FoundDependency[],
	readList: (sha256: string) => readonly ManifestFile[] | undefined,
): Difference[] {
	// Two packages of one name are in different folders: each must match its own entry.
	const unmatched = Map.groupBy(actual, ({ name }) => name);
	const pending = expected.filter((dependency) => !take(unmatched.get(dependency.name), ({ sha256 }) => sha256 === dependency.sha256));
	const differences: Difference[] = [];
	for (const { name, version, sha256 } of pending) {
		const present = unmatched.get(name)?.shift();
		const file = `node_modules/${name}`;
		const dependency = { name, expected: version };
		if (present === undefined) differences.push({ file, problem: 'missing', expected: `${sha256} (${version})`, dependency });
		else differences.push(...compareTrees(file, { version, sha256 }, present, readList(sha256)));
	}
	for (const { name, version, sha256, folder } of [...unmatched.values()].flat()) {
		const dependency = { name, actual: version };
		differences.push({ file: `node_modules/${name}`, problem: 'extra', actual: `${sha256} (${version} in ${folder})`, dependency });
	}
	return differences;
}

function take<Item>(items: Item[] | undefined, fits: (item: Item) => boolean): Item | undefined {
	const at = items?.findIndex(fits) ?? -1;
	return at < 0 ? undefined : items?.splice(at, 1)[0];
}

function compareTrees(
	folder: string,
	expected: Pick<ManifestDependency, 'version' | 'sha256'>,
	actual: FoundDependency,
	list: readonly ManifestFile[] | undefined,
): Difference[] {
	const files = list === undefined ? [] : compareFiles(list, actual.files);
	const dependency = { name: actual.name, expected: expected.version, actual: actual.version };
	if (files.length > 0) return files.map((difference) => ({ ...difference, file: `${folder}/${difference.file}`, dependency }));
	const describe = ({ sha256, version }: Pick<ManifestDependency, 'version' | 'sha256'>) => `${sha256} (${version})`;
	return [{ file: folder, problem: 'changed', expected: describe(expected), actual: describe(actual), dependency }];
}
