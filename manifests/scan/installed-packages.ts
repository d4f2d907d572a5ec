import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeenFiles } from '../tree/seen-files';
import { isN8nPackage } from './n8n-packages';
import { stripBom } from '../../core/base/text/strip-bom';

/** Its own statements are not trusted yet. */
export interface InstalledPackage {
	/** Name in package.json, or the folder if that is unreadable. */
	name: string;
	version: string;
	folder: string;
	from: 'community' | 'custom';
	problem?: string;
	/** Set if it uses another package's name, under which its nodes would run. */
	impostor?: string;
}

const maxPackages = 1_000;
const maxPackageJsonBytes = 1024 * 1024;

export const communityFolder = (userFolder: string): string => join(userFolder, '.n8n', 'nodes');

/** Folders that n8n loads as `CUSTOM`: its own, and `N8N_CUSTOM_EXTENSIONS`. */
export function customFolders(userFolder: string, extensions = ''): string[] {
	return [join(userFolder, '.n8n', 'custom'), ...extensions.split(';').filter(Boolean)];
}

export function listInstalled(userFolder: string, custom: readonly string[], seen: SeenFiles): InstalledPackage[] {
	const nodes = communityFolder(userFolder);
	const community = packageFolders(join(nodes, 'node_modules'), seen).map((name) => readCommunity(nodes, name, seen));
	const customs = custom.flatMap((folder) => readCustom(folder, seen));
	const listed = community.filter(holdsNodes).map(({ holdsNodes: _holds, ...installed }) => installed);
	return [...listed, ...customs].sort((one, other) => (one.name < other.name ? -1 : 1));
}

type ReadPackage = InstalledPackage & { holdsNodes: boolean };

/** n8n selects packages by name. Others that declare nodes are listed too. */
function holdsNodes(read: ReadPackage): boolean {
	return read.holdsNodes || /^(@[^/]+\/)?n8n-nodes-/.test(read.name);
}

function packageFolders(modules: string, seen: SeenFiles): string[] {
	const names = entries(modules, seen).flatMap((name) =>
		name.startsWith('@') ? entries(join(modules, name), seen).map((inner) => `${name}/${inner}`) : [name],
	);
	const packages = names.filter((name) => !name.startsWith('.')).sort();
	if (packages.length <= maxPackages) return packages;
	throw new Error(`${modules} contains ${packages.length} packages; the max is ${maxPackages}`);
}

/** n8n loads every node file in the folder, so it counts as one package. */
function readCustom(folder: string, seen: SeenFiles): InstalledPackage[] {
	if (entries(folder, seen).length === 0) return [];
	const { fields, problem } = readPackageJson(folder, seen);
	const name = typeof fields.name === 'string' ? fields.name : folder;
	const version = typeof fields.version === 'string' ? fields.version : '';
	return [{ name, version, folder, from: 'custom', ...(problem !== undefined && { problem }) }];
}

function readCommunity(nodes: string, folderName: string, seen: SeenFiles): ReadPackage {
	const folder = join(nodes, 'node_modules', folderName);
	const { fields, problem } = readPackageJson(folder, seen);
	// n8n takes the nodes' package name from package.json.
	const name = typeof fields.name === 'string' ? fields.name : folderName;
	const impostor = findImpostor(name, folderName);
	return {
		name,
		version: typeof fields.version === 'string' ? fields.version : '',
		folder,
		from: 'community',
		...(problem !== undefined && { problem }),
		...(impostor !== undefined && { impostor }),
		holdsNodes: typeof fields.n8n === 'object' && fields.n8n !== null,
	};
}

function findImpostor(name: string, folderName: string): string | undefined {
	if (isN8nPackage(name)) return `it uses the name of a package of n8n, ${name}`;
	return name === folderName ? undefined : `its package.json names ${JSON.stringify(name)}, but its folder is ${folderName}`;
}

function readPackageJson(folder: string, seen: SeenFiles): { fields: Record<string, unknown>; problem?: string } {
	const path = join(folder, 'package.json');
	try {
		if (seen.note(folder)?.isSymbolicLink() === true) return { fields: {}, problem: 'it is a symbolic link' };
		const status = seen.note(path);
		if (status === undefined) return { fields: {}, problem: 'it has no package.json' };
		if (!status.isFile() || status.size > maxPackageJsonBytes)
			return { fields: {}, problem: 'its package.json is not a file, or is too large' };
		const fields: unknown = JSON.parse(stripBom(readFileSync(path, 'utf8')));
		if (typeof fields !== 'object' || fields === null) return { fields: {}, problem: 'its package.json is not an object' };
		return { fields: fields as Record<string, unknown> };
	} catch {
		return { fields: {}, problem: 'its package.json cannot be read' };
	}
}

/** Empty if the folder does not exist. */
function entries(folder: string, seen: SeenFiles): string[] {
	return seen.noteTarget(folder)?.isDirectory() === true ? readdirSync(folder) : [];
}
