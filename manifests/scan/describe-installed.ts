import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import type { ManifestDependency, ManifestFile, NestedPackage, PackageContents } from '../documents/package-manifest';
import { findDependencies, type FoundDependency } from '../tree/dependencies/find-dependencies';
import { findLoaded } from '../tree/dependencies/loaded-names';
import { listNested } from '../tree/dependencies/nested-packages';
import { hashTree } from '../tree/hash-tree';
import { readUnchanged } from '../tree/read-unchanged';
import { SeenFiles } from '../tree/seen-files';
import type { TreeHasher } from '../tree/tree-cache';
import { installedPackage } from '../tree/tree-rules';
import { isFolderOfN8n } from './n8n-packages';
import { readDeclaredNodes, type DeclaredNodes } from './installed-nodes';
import { stripBom } from '../../core/base/text/strip-bom';

export interface DescribedPackage {
	package: { name: string; version: string };
	contents: PackageContents;
	/** Source of the node list. No code of the package was run. */
	nodesFrom: DeclaredNodes['from'];
	files: ManifestFile[];
	/** Packages outside its folder that its code loads; empty for a package of n8n. */
	dependencies: ManifestDependency[];
	/** Files that also load by computed names or paths: no manifest can restrict these. */
	computedLoads: readonly string[];
	nestedPackages: NestedPackage[];
	/** Files by the SHA-256 of their list. */
	dependencyFiles: Map<string, ManifestFile[]>;
}

/**
 * Describes every file, and every package beside it that its code loads, except for n8n's own packages. @throws TroupeError INPUT_INVALID,
 * MANIFEST_TAMPERED for files that no manifest can list
 */
export async function describeInstalled(packageFolder: string): Promise<DescribedPackage> {
	return readUnchanged(packageFolder, new SeenFiles(), async (noted) => {
		const { files, dependencies } = await hashInstalled(packageFolder, noted);
		const packageJson = readPackageJson(packageFolder);
		const identity = readIdentity(packageFolder, packageJson);
		const { nodes, from } = readDeclaredNodes(packageFolder, identity.name, packageJson);
		return {
			package: identity,
			contents: { nodes, jobTypes: [], agents: [], commands: [] },
			nodesFrom: from,
			files,
			dependencies: dependencies.map(({ name, version, sha256 }) => ({ name, version, sha256 })),
			computedLoads: isFolderOfN8n(packageFolder) ? [] : (await findLoaded(packageFolder, files)).computed,
			nestedPackages: listNested(packageFolder, files),
			dependencyFiles: new Map(dependencies.map((dependency) => [dependency.sha256, dependency.files])),
		};
	});
}

export async function hashInstalled(
	packageFolder: string,
	seen: SeenFiles,
	hash: TreeHasher = hashTree,
): Promise<{ files: ManifestFile[]; dependencies: FoundDependency[] }> {
	const files = await hash(packageFolder, ['.'], seen, installedPackage);
	// Dependencies of n8n's own packages are n8n, which the operator chose: 1,500 packages that no person reviews.
	const dependencies = isFolderOfN8n(packageFolder) ? [] : await findDependencies(packageFolder, files, seen, hash);
	return { files, dependencies };
}

function readPackageJson(packageFolder: string): Record<string, unknown> {
	const path = join(packageFolder, 'package.json');
	try {
		return JSON.parse(stripBom(readFileSync(path, 'utf8'))) as Record<string, unknown>;
	} catch (cause) {
		throw invalid(`${path} cannot be read: ${getErrorMessage(cause)}`, cause);
	}
}

function readIdentity(packageFolder: string, { name, version }: Record<string, unknown>): DescribedPackage['package'] {
	if (typeof name === 'string' && typeof version === 'string') return { name, version };
	throw invalid(`${join(packageFolder, 'package.json')} must contain a name and a version`);
}

function invalid(message: string, cause?: unknown): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix: 'Specify the folder of an installed package.', cause });
}
