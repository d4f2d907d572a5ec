import { join } from 'node:path';
import type { ManifestFile, NestedPackage } from '../../documents/package-manifest';
import type { Difference } from '../tampered';
import { readVersion } from './read-version';

/** Max nested packages that a manifest names, so that it fits into a token. All their files are listed. */
const maxNested = 1_000;

const nestedFolder = /^((?:node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/)+)/;

export function listNested(folder: string, files: readonly ManifestFile[]): NestedPackage[] {
	return files.flatMap(({ path: file }) => nameNested(folder, file) ?? []).slice(0, maxNested);
}

function nameNested(folder: string, file: string): NestedPackage | undefined {
	const path = findFolder(file);
	if (path === undefined || file !== `${path}/package.json`) return undefined;
	try {
		return { path, version: readVersion(join(folder, path)) };
	} catch {
		// Its bytes are hashed. It has no version.
		return undefined;
	}
}

export function nameDependencies(
	differences: readonly Difference[],
	expected: readonly NestedPackage[],
	listInstalled: () => readonly NestedPackage[],
): Difference[] {
	if (!differences.some(({ file }) => findFolder(file) !== undefined)) return [...differences];
	const [before, now] = [expected, listInstalled()].map((packages) => new Map(packages.map(({ path, version }) => [path, version])));
	return differences.map((difference) => {
		const path = findFolder(difference.file);
		if (path === undefined) return difference;
		const versions = { expected: before!.get(path), actual: now!.get(path) };
		return { ...difference, dependency: { name: toName(path), ...versions } };
	});
}

const findFolder = (file: string): string | undefined => nestedFolder.exec(file)?.[1]?.slice(0, -1);

const toName = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
