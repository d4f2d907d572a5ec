import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ManifestNode } from '../documents/package-manifest';

export interface DeclaredNodes {
	nodes: ManifestNode[];
	/** Source: list of types, list of classes, or file names. Only the first has versions. */
	from: 'types' | 'known' | 'file-names';
}

const maxBytes = 16 * 1024 * 1024;
/** Used if no source names versions. */
const assumedVersion = [1];

/** Reads `dist/types/nodes.json` or `dist/known/nodes.json` of n8n's build tool, else package.json's files. Runs no code of the package. */
export function readDeclaredNodes(packageFolder: string, packageName: string, packageJson: Record<string, unknown>): DeclaredNodes {
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
