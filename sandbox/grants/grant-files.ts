import { accessSync, constants, lstatSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { FileCapability } from '../../core/ports/capabilities/capabilities';
import { isAtLeast, type Level } from '../levels/level';
import { listTree } from '../scratch/list-tree';
import { defaultScratchLimits } from '../scratch/scratch-folder';
import type { RefusedGrant, RunPermissions } from './grants';
import { listRulingPlaces } from './ruling-places';

interface FileContext extends Pick<RunPermissions, 'folder' | 'writable'> {
	level: Level;
	stateFolder: string;
}

/** They show the machine's processes, devices and services. */
const systemFolders = ['/proc', '/sys', '/dev', '/run'];
/** Limited by the room for a process's arguments. */
const maxFiles = 200;
const maxCharacters = 20_000;
const { bytes: maxBytes, files: maxEntries } = defaultScratchLimits;

/** Grants existing files without a link on the way: a link could lead elsewhere by now. */
export async function grantFiles(
	listed: readonly FileCapability[],
	context: FileContext,
): Promise<{ files: FileCapability[]; refused: RefusedGrant[] }> {
	const files = new Map<string, FileCapability>();
	const refused: RefusedGrant[] = [];
	let characters = 0;
	const base = context.folder === undefined ? undefined : toReal(context.folder);
	for (const { path: named, access } of listed) {
		const path = base === undefined || hasParts(named) ? named : resolve(base, named);
		const isFull = files.size >= maxFiles || characters + path.length > maxCharacters;
		const reason = (await findReason(path, access, context)) ?? (isFull ? 'The list is too long. List folders.' : undefined);
		if (reason !== undefined) {
			refused.push({ kind: 'files', value: named, reason });
			continue;
		}
		characters += path.length;
		if (files.get(path)?.access !== 'write') files.set(path, { path: resolve(path), access });
	}
	return { files: [...files.values()], refused };
}

async function findReason(path: string, access: FileCapability['access'], context: FileContext): Promise<string | undefined> {
	if (isAtLeast(context.level, 'L3')) return 'A container has the files of its image alone.';
	if (!isAbsolute(path) && !hasParts(path)) return 'The path is relative, and this run has no folder of its own. List an absolute path.';
	return (
		findReasonOfName(path, context) ??
		findReasonOfEntry(path, context) ??
		(access === 'write' ? findReasonOfWriting(path, context) : undefined)
	);
}

function findReasonOfName(path: string, context: FileContext): string | undefined {
	const stateFolder = toReal(context.stateFolder);
	// Node reads them as patterns, and splits lists at commas.
	if (/[*,\n\0]/.test(path)) return 'Its name has a character that the list cannot have: * or a comma.';
	if (hasParts(path)) return 'The path has parts such as "..". List the path without them.';
	if (systemFolders.some((folder) => isWithin(path, folder))) return 'It shows processes, devices or services of the machine.';
	if (isWithin(path, stateFolder)) return "It is in Troupe's home, which has keys.";
	if ([stateFolder, toReal(tmpdir()), ...systemFolders].some((folder) => isWithin(folder, path)))
		return "It contains Troupe's home, the folder of temporary files, or folders of the system. List the folders in it.";
	return undefined;
}

function findReasonOfEntry(path: string, { level }: FileContext): string | undefined {
	const entry = attempt(() => lstatSync(path));
	const real = attempt(() => realpathSync(path));
	if (!entry || real === undefined) return 'It does not exist, or this user cannot reach it.';
	if (real !== resolve(path)) return `A link on the way leads to ${real}. List this path, and use it in the code.`;
	if (!entry.isFile() && !entry.isDirectory()) return 'It is neither a file nor a folder.';
	if (entry.isDirectory() && !isAtLeast(level, 'L0+')) return `Folders need level L0+: at ${level}, a link in it would lead out of it.`;
	return canAccess(path, constants.R_OK) ? undefined : 'This user cannot read it.';
}

async function findReasonOfWriting(path: string, { level, writable = [], folder = '/' }: FileContext): Promise<string | undefined> {
	const ruling = listRulingPlaces().find((place) => isWithin(path, place) || isWithin(place, path));
	if (ruling !== undefined) return `Agents are run by ${ruling}, which no code of an agent changes. List a folder apart from it.`;
	if (!writable.some((named) => resolve(folder, named) === resolve(path))) return `A person has to allow changes: pass --write ${path}.`;
	if (!isAtLeast(level, 'L0+')) return `Changes need level L0+: at ${level}, nothing limits them.`;
	if (!canAccess(path, constants.W_OK)) return 'This user cannot write it.';
	if (!lstatSync(path).isDirectory()) return undefined;
	return listTree(path, defaultScratchLimits).then(
		() => undefined,
		() => `It has more than ${maxBytes / 1024 / 1024} MB or ${maxEntries} files. Pass a copy of a part with --scratch.`,
	);
}

const hasParts = (path: string): boolean => path.split('/').some((part) => part === '..' || part === '.');
const toReal = (path: string): string => attempt(() => realpathSync(path)) ?? path;
const isWithin = (path: string, folder: string): boolean => join(path, '/').startsWith(join(folder, '/'));
const canAccess = (path: string, mode: number): boolean => attempt(() => (accessSync(path, mode), true)) ?? false;

function attempt<Result>(read: () => Result): Result | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
