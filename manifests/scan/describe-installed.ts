import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import type { ManifestDependency, ManifestFile, ManifestNode, NestedPackage, PackageContents } from '../documents/package-manifest';
import { findDependencies, type FoundDependency } from '../tree/dependencies/find-dependencies';
import { findLoaded } from '../tree/dependencies/loaded-names';
import { listNested } from '../tree/dependencies/nested-packages';
import { hashTree } from '../tree/hash-tree';
import { readUnchanged } from '../tree/read-unchanged';
import { SeenFiles } from '../tree/seen-files';
import type { TreeHasher } from '../tree/tree-cache';
import { installedPackage } from '../tree/tree-rules';
import { isFolderOfN8n } from './n8n-packages';
import { stripBom } from '../../core/base/text/strip-bom';

interface DeclaredNodes {
	nodes: ManifestNode[];
	/** Source: list of types, list of classes, or file names. Only the first has versions. */
	from: 'types' | 'known' | 'file-names';
}

const maxBytes = 16 * 1024 * 1024;
/** Used if no source names versions. */
const assumedVersion = [1];

/** Reads `dist/types/nodes.json` or `dist/known/nodes.json` of n8n's build tool, else package.json's files. Runs no code of the package. */
function readDeclaredNodes(packageFolder: string, packageName: string, packageJson: Record<string, unknown>): DeclaredNodes {
	const full = (name: string) => `${packageName}.${name}`;
	const types = readJson(join(packageFolder, 'dist/types/nodes.json'));
	if (Array.isArray(types)) {
		const nodes = merge((types as Record<string, unknown>[]).flatMap((type) => readNode(type, full)));
		if (nodes.length > 0) return { nodes, from: 'types' };
	}
	const classes = readJson(join(packageFolder, 'dist/known/nodes.json'));
	if (typeof classes === 'object' && classes !== null && !Array.isArray(classes) && Object.keys(classes).length > 0) {
		return { nodes: merge(Object.keys(classes).map((name) => ({ name: full(name), versions: assumedVersion }))), from: 'known' };
	}
	const { nodes: files = [] } = (packageJson.n8n ?? {}) as { nodes?: unknown };
	const names = (Array.isArray(files) ? files : []).filter((file): file is string => typeof file === 'string').map(nameByFile);
	return { nodes: merge(names.map((name) => ({ name: full(name), versions: assumedVersion }))), from: 'file-names' };
}

function readNode({ name, version }: Record<string, unknown>, full: (name: string) => string): ManifestNode[] {
	const versions = [version].flat().filter((one): one is number => typeof one === 'number' && one > 0);
	return typeof name === 'string' ? [{ name: full(name), versions: versions.length > 0 ? versions : assumedVersion }] : [];
}

/** n8n names the class like the file up to its first dot, and the node with a lower-case first letter. */
function nameByFile(file: string): string {
	const [name = ''] = basename(file).split('.');
	return name.slice(0, 1).toLowerCase() + name.slice(1);
}

function merge(nodes: readonly ManifestNode[]): ManifestNode[] {
	const versions = new Map<string, Set<number>>();
	for (const node of nodes) versions.set(node.name, new Set([...(versions.get(node.name) ?? []), ...node.versions]));
	return [...versions].map(([name, all]) => ({ name, versions: [...all].sort((one, other) => one - other) }));
}

/** Undefined for a missing or unreadable file, so that the next source is used. */
function readJson(path: string): unknown {
	if (!existsSync(path)) return undefined;
	const bytes = readFileSync(path);
	if (bytes.length > maxBytes) return undefined;
	try {
		return JSON.parse(bytes.toString()) as unknown;
	} catch {
		return undefined;
	}
}

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
