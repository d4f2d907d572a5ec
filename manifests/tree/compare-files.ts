import type { ManifestFile } from '../documents/package-manifest';
import type { Difference } from './tampered';

export function compareFiles(expected: readonly ManifestFile[], actual: readonly ManifestFile[]): Difference[] {
	const unmatched = new Map(actual.map((file) => [file.path, file]));
	const differences: Difference[] = [];
	for (const file of expected) {
		const present = unmatched.get(file.path);
		unmatched.delete(file.path);
		if (present === undefined) differences.push({ file: file.path, problem: 'missing', expected: file.sha256 });
		else if (present.sha256 !== file.sha256 || present.size !== file.size) {
			differences.push({ file: file.path, problem: 'changed', expected: file.sha256, actual: present.sha256 });
		}
	}
	for (const extra of unmatched.values()) differences.push({ file: extra.path, problem: 'extra', actual: extra.sha256 });
	return differences.sort((one, other) => (one.file < other.file ? -1 : 1));
}
