import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ManifestNode } from '../documents/documents';

/** Which nodes a package brings, read without running any of its code. */
export interface DeclaredNodes {
	nodes: ManifestNode[];
	/** Where that was read: its own list of types, its list of classes, or the names of its files. Only the first one knows versions. */
	from: 'types' | 'known' | 'file-names';
}

const maximumBytes = 16 * 1024 * 1024;
/** Of a node whose versions nothing says. */
const assumedVersion = [1];

/** By `dist/types/nodes.json` or `dist/known/nodes.json`, which n8n's build tool writes, else by the files that package.json names. */
export function declaredNodes(packageFolder: string, packageName: string, packageJson: Record<string, unknown>): DeclaredNodes {
	const full = (name: string) => `${packageName}.${name}`;
	const types = readJson(join(packageFolder, 'dist/types/nodes.json'));
	if (Array.isArray(types)) {
		const nodes = merge((types as Record<string, unknown>[]).flatMap((type) => nodeOf(type, full)));
		if (nodes.length > 0) return { nodes, from: 'types' };
	}
	const known = readJson(join(packageFolder, 'dist/known/nodes.json'));
	if (typeof known === 'object' && known !== null && !Array.isArray(known) && Object.keys(known).length > 0) {
		return { nodes: merge(Object.keys(known).map((name) => ({ name: full(name), versions: assumedVersion }))), from: 'known' };
	}
	const { nodes: files = [] } = (packageJson.n8n ?? {}) as { nodes?: unknown };
	const names = (Array.isArray(files) ? files : []).filter((file): file is string => typeof file === 'string').map(nameByFile);
	return { nodes: merge(names.map((name) => ({ name: full(name), versions: assumedVersion }))), from: 'file-names' };
}

function nodeOf({ name, version }: Record<string, unknown>, full: (name: string) => string): ManifestNode[] {
	const versions = [version].flat().filter((one): one is number => typeof one === 'number' && one > 0);
	return typeof name === 'string' ? [{ name: full(name), versions: versions.length > 0 ? versions : assumedVersion }] : [];
}

/** n8n: the class is called as the file up to its first dot, the node likewise with a small first letter. */
function nameByFile(file: string): string {
	const [name = ''] = basename(file).split('.');
	return name.slice(0, 1).toLowerCase() + name.slice(1);
}

/** A list may hold a node once for each of its versions. */
function merge(nodes: readonly ManifestNode[]): ManifestNode[] {
	const versions = new Map<string, Set<number>>();
	for (const node of nodes) versions.set(node.name, new Set([...(versions.get(node.name) ?? []), ...node.versions]));
	return [...versions].map(([name, all]) => ({ name, versions: [...all].sort((one, other) => one - other) }));
}

/** Undefined where there is none that can be read: the next source is asked then. */
function readJson(path: string): unknown {
	if (!existsSync(path)) return undefined;
	const bytes = readFileSync(path);
	if (bytes.length > maximumBytes) return undefined;
	try {
		return JSON.parse(bytes.toString()) as unknown;
	} catch {
		return undefined;
	}
}
