import { realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { isTroupeError, getErrorMessage, TroupeError } from '../../../core/base/errors';
import type { ManifestDependency, ManifestFile } from '../../documents/package-manifest';
import { treeSha256 } from '../file-list';
import { hashTree } from '../hash-tree';
import type { SeenFiles } from '../seen-files';
import type { TreeHasher } from '../tree-cache';
import { tampered } from '../tampered';
import { dependency } from '../tree-rules';
import { findLoaded, type LoadedNames, type OutsideLoad } from './loaded-names';
import { createLookUp, fileEndings, type LookUp } from './look-up';
import { readVersion } from './read-version';

export interface FoundDependency extends ManifestDependency {
	folder: string;
	files: ManifestFile[];
}

const maxDependencies = 5_000;

/**
 * Follows loads directly or through other packages. Nested packages count as files, and those of n8n come with n8n. @throws TroupeError
 * MANIFEST_TAMPERED for links, for single files that replace a package, and for anything that is not a package
 */
export async function findDependencies(
	packageFolder: string,
	files: readonly ManifestFile[],
	seen: SeenFiles,
	hash: TreeHasher = hashTree,
): Promise<FoundDependency[]> {
	const lookUp = createLookUp(seen);
	const byFolder = new Map<string, FoundDependency>();
	// Node resolves from a file's real location.
	const start = realpathSync(packageFolder);
	const waiting = [{ folder: start, files }];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		const { names, outside } = await findLoaded(next.folder, next.files);
		for (const load of outside) refuseOutside(load, next.folder, next.folder === start, seen);
		for (const folder of resolveOutside(next.folder, next.files, names, lookUp)) {
			if (folder === start || byFolder.has(folder)) continue;
			if (byFolder.size === maxDependencies)
				throw tampered([{ file: folder, problem: 'extra', actual: `more than ${maxDependencies} packages` }]);
			const hashed = await hashDependency(folder, seen, hash);
			byFolder.set(folder, hashed);
			waiting.push(hashed);
		}
	}
	return [...byFolder.values()].sort(byName);
}

async function hashDependency(folder: string, seen: SeenFiles, hash: TreeHasher): Promise<FoundDependency> {
	const name = toPackageName(folder);
	try {
		const files = await hash(folder, ['.'], seen, dependency);
		return { name, version: requireVersion(folder), sha256: treeSha256(files), folder, files };
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		const { code, message, fix, details, cause } = error;
		const file = `node_modules/${name}/${String(details.file)}`;
		throw new TroupeError({
			code,
			message: `In the dependency ${name}: ${message}`,
			fix,
			details: { ...details, document: file, file },
			cause,
		});
	}
}

/** No list contains such a file. A missing path is noted, so that the decision ends when something appears. */
function refuseOutside({ from, target }: OutsideLoad, folder: string, isOwn: boolean, seen: SeenFiles): void {
	const path = resolve(folder, target);
	if (!fileEndings.some((ending) => isFileAt(path + ending, seen)) && !folderFiles.some((file) => isFileAt(join(path, file), seen))) return;
	throw tampered([{ file: isOwn ? from : `node_modules/${toPackageName(folder)}/${from}`, problem: 'outside', actual: target }]);
}

/** Node loads a folder by these files. */
const folderFiles = ['package.json', 'index.js', 'index.json', 'index.node'];

/** An unreadable file cannot be loaded either. */
function isFileAt(path: string, seen: SeenFiles): boolean {
	try {
		// The state of a folder such as /tmp changes all the time.
		if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
		return seen.note(path) !== undefined;
	} catch {
		return false;
	}
}

function resolveOutside(folder: string, files: readonly ManifestFile[], loaded: LoadedNames, lookUp: LookUp): string[] {
	const inside = listPackagesInside(files);
	const outside = new Set<string>();
	for (const [from, names] of loaded) {
		for (const name of names) if (!isInside(inside, from, name)) outside.add(name);
	}
	return [...outside].flatMap((name) => lookUp(dirname(folder), name) ?? []);
}

/** Includes files that Node loads as a package, with the folder of their node_modules. */
function listPackagesInside(files: readonly ManifestFile[]): Set<string> {
	const names = new Set<string>();
	for (const { path } of files) {
		const parts = path.split('/');
		for (let at = parts.indexOf('node_modules'); at >= 0; at = parts.indexOf('node_modules', at + 1)) {
			const end = parts[at + 1]?.startsWith('@') ? at + 3 : at + 2;
			const name = parts.slice(at + 1, end).join('/');
			const isFile = end >= parts.length;
			names.add([...parts.slice(0, at), '', isFile ? name.replace(/\.(js|json|node)$/, '') : name].join('/'));
		}
	}
	return names;
}

function isInside(inside: ReadonlySet<string>, from: string, name: string): boolean {
	const parts = from.split('/').slice(0, -1);
	for (let length = parts.length; length >= 0; length--) {
		const prefix = [...parts.slice(0, length), '', name].join('/');
		if (parts[length - 1] !== 'node_modules' && inside.has(prefix)) return true;
	}
	return false;
}

function requireVersion(folder: string): string {
	try {
		return readVersion(folder);
	} catch (cause) {
		throw Object.assign(tampered([{ file: 'package.json', problem: 'unreadable', actual: getErrorMessage(cause) }]), { cause });
	}
}

/** Others load it by the folder name. An alias is another name. */
function toPackageName(folder: string): string {
	return folder.slice(folder.lastIndexOf(`${sep}node_modules${sep}`) + `${sep}node_modules${sep}`.length).replaceAll(sep, '/');
}

function byName(one: ManifestDependency, other: ManifestDependency): number {
	const [left, right] = [one, other].map(({ name, version, sha256 }) => `${name} ${version} ${sha256}`);
	return left! < right! ? -1 : 1;
}
