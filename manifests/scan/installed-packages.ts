import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SeenFiles } from '../tree/seen-files';

/** A package as it lies in an installation of n8n; what it says of itself is not yet believed. */
export interface InstalledPackage {
	/** By its package.json; by its folder where that cannot be read. */
	name: string;
	version: string;
	folder: string;
	/** The folder up to whose node_modules its code resolves others. */
	installation: string;
	/** From n8n's folder of community packages, or from one that loads as `CUSTOM`. */
	from: 'community' | 'custom';
	/** Why it is no package that can be verified. */
	problem?: string;
	/** Whose name it goes by: its nodes would run under that. */
	impostor?: string;
}

/** Packages of n8n itself: they come with it, from its own folder, and no hook can tell them from it. */
export const isOfN8n = (name: string): boolean => ['n8n-nodes-base', '@n8n/n8n-nodes-langchain'].includes(name);

const mostPackages = 1_000;
const maximumPackageJsonBytes = 1024 * 1024;

/** Where n8n puts the community packages that it installs. */
export const communityFolder = (userFolder: string): string => join(userFolder, '.n8n', 'nodes');

/** The folders that n8n loads as `CUSTOM`: its own, and those of `N8N_CUSTOM_EXTENSIONS`. */
export function customFolders(userFolder: string, extensions = ''): string[] {
	return [join(userFolder, '.n8n', 'custom'), ...extensions.split(';').filter(Boolean)];
}

/** Every package of an installation that n8n loads nodes from, by name. */
export function listInstalled(userFolder: string, custom: readonly string[], seen: SeenFiles): InstalledPackage[] {
	const nodes = communityFolder(userFolder);
	const community = packageFolders(join(nodes, 'node_modules'), seen).map((name) => readCommunity(nodes, name, seen));
	const customs = custom.flatMap((folder) => readCustom(folder, seen));
	const listed = community.filter(holdsNodes).map(({ holdsNodes: _holds, ...found }) => found);
	return [...listed, ...customs].sort((one, other) => (one.name < other.name ? -1 : 1));
}

type Read = InstalledPackage & { holdsNodes: boolean };

/** n8n takes packages by their name; whoever declares nodes is listed as well. */
function holdsNodes(read: Read): boolean {
	return read.holdsNodes || /^(@[^/]+\/)?n8n-nodes-/.test(read.name);
}

function packageFolders(modules: string, seen: SeenFiles): string[] {
	const names = entries(modules, seen).flatMap((name) =>
		name.startsWith('@') ? entries(join(modules, name), seen).map((inner) => `${name}/${inner}`) : [name],
	);
	const packages = names.filter((name) => !name.startsWith('.')).sort();
	if (packages.length <= mostPackages) return packages;
	throw new Error(`${modules} holds ${packages.length} packages; at most ${mostPackages} are looked at`);
}

/** n8n loads every node file below such a folder, so it is one package, whatever it holds. */
function readCustom(folder: string, seen: SeenFiles): InstalledPackage[] {
	if (entries(folder, seen).length === 0) return [];
	const { fields, problem } = readPackageJson(folder, seen);
	const name = typeof fields.name === 'string' ? fields.name : folder;
	const version = typeof fields.version === 'string' ? fields.version : '';
	return [{ name, version, folder, installation: dirname(folder), from: 'custom', ...(problem !== undefined && { problem }) }];
}

function readCommunity(nodes: string, folderName: string, seen: SeenFiles): Read {
	const folder = join(nodes, 'node_modules', folderName);
	const { fields, problem } = readPackageJson(folder, seen);
	// n8n calls the nodes by the name in package.json.
	const name = typeof fields.name === 'string' ? fields.name : folderName;
	const impostor = impostorOf(name, folderName);
	return {
		name,
		version: typeof fields.version === 'string' ? fields.version : '',
		folder,
		installation: nodes,
		from: 'community',
		...(problem !== undefined && { problem }),
		...(impostor !== undefined && { impostor }),
		holdsNodes: typeof fields.n8n === 'object' && fields.n8n !== null,
	};
}

function impostorOf(name: string, folderName: string): string | undefined {
	if (isOfN8n(name)) return `it takes the name of a package of n8n's own, ${name}`;
	return name === folderName ? undefined : `its package.json names ${JSON.stringify(name)}, its folder is ${folderName}`;
}

function readPackageJson(folder: string, seen: SeenFiles): { fields: Record<string, unknown>; problem?: string } {
	const path = join(folder, 'package.json');
	try {
		if (seen.note(folder)?.isSymbolicLink() === true) return { fields: {}, problem: 'it is a symbolic link' };
		const status = seen.note(path);
		if (status === undefined) return { fields: {}, problem: 'it has no package.json' };
		if (!status.isFile() || status.size > maximumPackageJsonBytes)
			return { fields: {}, problem: 'its package.json is no file of a usual size' };
		const fields: unknown = JSON.parse(readFileSync(path, 'utf8'));
		if (typeof fields !== 'object' || fields === null) return { fields: {}, problem: 'its package.json is not an object' };
		return { fields: fields as Record<string, unknown> };
	} catch {
		return { fields: {}, problem: 'its package.json cannot be read' };
	}
}

/** Empty where there is no such folder. */
function entries(folder: string, seen: SeenFiles): string[] {
	return seen.noteTarget(folder)?.isDirectory() === true ? readdirSync(folder) : [];
}
