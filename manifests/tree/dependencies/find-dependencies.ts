import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { isTroupeError, messageOf, TroupeError } from '../../../core/base/errors';
import type { ManifestDependency, ManifestFile } from '../../documents/documents';
import { treeSha256 } from '../file-list';
import { hashTree } from '../hash-tree';
import type { SeenFiles } from '../seen-files';
import type { TreeHasher } from '../tree-cache';
import { tampered } from '../tampered';
import { dependency } from '../tree-rules';

/** A package installed beside the one that needs it. */
export interface FoundDependency extends ManifestDependency {
	folder: string;
	files: ManifestFile[];
}

const maxDependencies = 5_000;
const maxPackageJsonBytes = 1024 * 1024;
/** Node loads a file with such a name as a package. */
const fileEndings = ['', '.js', '.json', '.node'];

/**
 * Finds every package outside a package's folder that its code loads, directly or through other packages, by Node's rule: the next node_modules
 * upwards, up to that of the installation. Packages inside a folder are among its files. Packages that n8n provides itself (n8n-workflow) are not
 * found here.
 * @throws TroupeError MANIFEST_TAMPERED for links, for single files that replace a package, and for anything that is not a package
 */
export async function findDependencies(
	packageFolder: string,
	files: readonly ManifestFile[],
	installation: string,
	seen: SeenFiles,
	hash: TreeHasher = hashTree,
): Promise<FoundDependency[]> {
	const byFolder = new Map<string, FoundDependency>();
	const waiting = [{ folder: packageFolder, files }];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		for (const folder of resolveOutside(next.folder, next.files, installation, seen)) {
			if (folder === packageFolder || byFolder.has(folder)) continue;
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
		return { name, version: readVersion(folder), sha256: treeSha256(files), folder, files };
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

/** Returns the folders outside `folder` that its code, or that of a package inside it, loads. */
function resolveOutside(folder: string, files: readonly ManifestFile[], installation: string, seen: SeenFiles): string[] {
	const inside = listPackagesInside(files);
	const outside = new Set<string>();
	for (const { path } of files) {
		const from = toPackageFolder(path);
		if (from === null) continue;
		for (const name of readDeclared(join(folder, path))) {
			if (isInside(inside, from, name)) continue;
			const target = lookUp(dirname(folder), name, installation, seen);
			if (target !== null) outside.add(target);
		}
	}
	return [...outside];
}

/** Returns the names of packages, and of files that Node loads as a package, with the folder whose node_modules contains them. */
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

const packageFile = /^(?:(.*\/)?node_modules\/((?:@[^/]+\/)?[^/@][^/]*)\/)?package\.json$/;

/** Returns the folder of the package that a package.json belongs to, `''` for the outermost; null for any other file. */
function toPackageFolder(path: string): string | null {
	return packageFile.test(path) ? path.slice(0, -'package.json'.length) : null;
}

function isInside(inside: ReadonlySet<string>, from: string, name: string): boolean {
	const parts = from.split('/').slice(0, -1);
	for (let length = parts.length; length >= 0; length--) {
		const prefix = [...parts.slice(0, length), '', name].join('/');
		if (parts[length - 1] !== 'node_modules' && inside.has(prefix)) return true;
	}
	return false;
}

/** Node's rule: every folder upwards except those called node_modules. */
function lookUp(from: string, name: string, installation: string, seen: SeenFiles): string | null {
	for (let folder = from; ; folder = dirname(folder)) {
		if (!folder.endsWith(`${sep}node_modules`)) {
			const target = packageAt(join(folder, 'node_modules', name), seen);
			if (target !== null) return target;
		}
		if (folder === installation || folder === dirname(folder)) return null;
	}
}

function packageAt(path: string, seen: SeenFiles): string | null {
	for (const ending of fileEndings) {
		const status = seen.note(path + ending);
		if (status === undefined || (ending !== '' && !status.isFile())) continue;
		if (ending === '' && status.isDirectory()) continue;
		const actual = status.isSymbolicLink() ? 'a symbolic link' : 'a file in the place of a package';
		throw tampered([{ file: path + ending, problem: 'not-a-file', expected: 'a plain folder, or nothing', actual }]);
	}
	return existsSync(path) ? path : null;
}

/** Returns the packages that a package.json declares; none when it cannot be read, because its bytes are hashed anyway. */
function readDeclared(path: string): string[] {
	let fields: Record<string, unknown>;
	try {
		const bytes = readFileSync(path);
		if (bytes.length > maxPackageJsonBytes) return [];
		fields = JSON.parse(bytes.toString()) as Record<string, unknown>;
	} catch {
		return [];
	}
	const lists = [fields.dependencies, fields.optionalDependencies, fields.peerDependencies];
	const names = lists.flatMap((list) => (typeof list === 'object' && list !== null ? Object.keys(list) : []));
	return [...new Set(names)].filter((name) => packageName.test(name));
}

/** Names that npm allows or used to allow, and that do not leave the folder. */
const packageName = /^(@[A-Za-z0-9~_-][A-Za-z0-9~._-]*\/)?[A-Za-z0-9~_-][A-Za-z0-9~._-]*$/;

function readVersion(folder: string): string {
	let version: unknown;
	try {
		({ version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: unknown });
	} catch (cause) {
		throw Object.assign(tampered([{ file: 'package.json', problem: 'unreadable', actual: messageOf(cause) }]), { cause });
	}
	return typeof version === 'string' && semanticVersion.test(version) ? version : '0.0.0';
}

const semanticVersion = /^\d{1,9}\.\d{1,9}\.\d{1,9}(-[0-9A-Za-z.-]{1,100})?(\+[0-9A-Za-z.-]{1,100})?$/;

/** The folder is the name by which others load it. An alias is another name. */
function toPackageName(folder: string): string {
	return folder.slice(folder.lastIndexOf(`${sep}node_modules${sep}`) + `${sep}node_modules${sep}`.length).replaceAll(sep, '/');
}

function byName(one: ManifestDependency, other: ManifestDependency): number {
	const [left, right] = [one, other].map(({ name, version, sha256 }) => `${name} ${version} ${sha256}`);
	return left! < right! ? -1 : 1;
}
