import type { ManifestDependency, ManifestFile } from '../../documents/documents';
import { compareFiles } from '../compare-files';
import type { FoundDependency } from './find-dependencies';
import type { Difference } from '../tampered';

/**
 * In what the packages that code resolves to depart from the manifest.
 * @param listOf the files of a tree by its hash, where somebody kept them: then the file is named that differs
 */
export function compareDependencies(
	expected: readonly ManifestDependency[],
	actual: readonly FoundDependency[],
	listOf: (sha256: string) => readonly ManifestFile[] | undefined,
): Difference[] {
	// Two of one name lie in different folders: each stands for one, so that none of them goes unlooked at behind the other.
	const left = Map.groupBy(actual, ({ name }) => name);
	const pending = expected.filter((wanted) => !take(left.get(wanted.name), ({ sha256 }) => sha256 === wanted.sha256));
	const differences: Difference[] = [];
	for (const { name, version, sha256 } of pending) {
		const present = left.get(name)?.shift();
		const file = `node_modules/${name}`;
		if (present === undefined) differences.push({ file, problem: 'missing', expected: `${sha256} (${version})` });
		else differences.push(...filesOf(file, { version, sha256 }, present, listOf(sha256)));
	}
	for (const { name, version, sha256 } of [...left.values()].flat()) {
		differences.push({ file: `node_modules/${name}`, problem: 'extra', actual: `${sha256} (${version})` });
	}
	return differences;
}

/** Takes the first that fits out of a list. */
function take<Item>(items: Item[] | undefined, fits: (item: Item) => boolean): Item | undefined {
	const at = items?.findIndex(fits) ?? -1;
	return at < 0 ? undefined : items?.splice(at, 1)[0];
}

function filesOf(
	folder: string,
	expected: Pick<ManifestDependency, 'version' | 'sha256'>,
	actual: FoundDependency,
	list: readonly ManifestFile[] | undefined,
): Difference[] {
	const files = list === undefined ? [] : compareFiles(list, actual.files);
	if (files.length > 0) return files.map((difference) => ({ ...difference, file: `${folder}/${difference.file}` }));
	const describe = ({ sha256, version }: Pick<ManifestDependency, 'version' | 'sha256'>) => `${sha256} (${version})`;
	return [{ file: folder, problem: 'changed', expected: describe(expected), actual: describe(actual) }];
}
