import type { ManifestDependency, ManifestFile } from '../documents/documents';
import { compareFiles } from './compare-files';
import type { FoundDependency } from './dependencies';
import type { Difference } from './tampered';

/**
 * In what the packages that code resolves to depart from the manifest.
 * @param listOf the files of a tree by its hash, where somebody kept them: then the file is named that differs
 */
export function compareDependencies(
	expected: readonly ManifestDependency[],
	actual: readonly FoundDependency[],
	listOf: (sha256: string) => readonly ManifestFile[] | undefined,
): Difference[] {
	const found = new Map(actual.map((one) => [one.name, one]));
	const wanted = new Map(expected.map((one) => [one.name, one]));
	const differences: Difference[] = [];
	for (const { name, version, sha256 } of wanted.values()) {
		const present = found.get(name);
		const file = `node_modules/${name}`;
		if (present === undefined) differences.push({ file, problem: 'missing', expected: `${sha256} (${version})` });
		else if (present.sha256 !== sha256) differences.push(...filesOf(file, { version, sha256 }, present, listOf(sha256)));
	}
	for (const { name, version, sha256 } of actual) {
		if (!wanted.has(name)) differences.push({ file: `node_modules/${name}`, problem: 'extra', actual: `${sha256} (${version})` });
	}
	return differences;
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
