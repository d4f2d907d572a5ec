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

/** A package that lies beside the one that needs it. */
export interface FoundDependency extends ManifestDependency {
	folder: string;
	files: ManifestFile[];
}

const mostDependencies = 5_000;
const maximumPackageJsonBytes = 1024 * 1024;
/** What Node takes for a package when a file of this name lies where it looks. */
const fileEndings = ['', '.js', '.json', '.node'];

/**
 * Every package outside of a package's folder that its code resolves to, and theirs, by Node's rule: the next node_modules upwards, up to
 * that of the installation. What lies inside of a folder is among its files. What n8n gives from its own (n8n-workflow) is not found here.
 * @throws TroupeError MANIFEST_TAMPERED for links, for loose files that stand in for a package, and for what is no package
 */
export async function findDependencies(
	packageFolder: string,
	files: readonly ManifestFile[],
	installation: string,
	seen: SeenFiles,
	hash: TreeHasher = hashTree,
): Promise<FoundDependency[]> {
	const found = new Map<string, FoundDependency>();
	const waiting = [{ folder: packageFolder, files }];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		for (const folder of resolveOutside(next.folder, next.files, installation, seen)) {
			if (folder === packageFolder || found.has(folder)) continue;
			if (found.size === mostDependencies)
				throw tampered([{ file: folder, problem: 'extra', actual: `more than ${mostDependencies} packages` }]);
			const dependencyOf = await hashDependency(folder, seen, hash);
			found.set(folder, dependencyOf);
			waiting.push(dependencyOf);
		}
	}
	return [...found.values()].sort(byName);
}

async function hashDependency(folder: string, seen: SeenFiles, hash: TreeHasher): Promise<FoundDependency> {
	const name = nameByFolder(folder);
	try {
		const files = await hash(folder, ['.'], seen, dependency);
		return { name, version: versionOf(folder), sha256: treeSha256(files), folder, files };
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		const { code, message, fix, details, cause } = error;
		const file = `node_modules/${name}/${String(details.file)}`;
		throw new TroupeError({
			code,
			message: `In the package ${name} beside it: ${message}`,
			fix,
			details: { ...details, document: file, file },
			cause,
		});
	}
}

/** The folders outside of `folder` that its code, or that of a package inside of it, resolves to. */
function resolveOutside(folder: string, files: readonly ManifestFile[], installation: string, seen: SeenFiles): string[] {
	const inside = packagesInside(files);
	const outside = new Set<string>();
	for (const { path } of files) {
		const from = packageOf(path);
		if (from === null) continue;
		for (const name of declaredBy(join(folder, path))) {
			if (isInside(inside, from, name)) continue;
			const target = lookUp(dirname(folder), name, installation, seen);
			if (target !== null) outside.add(target);
		}
	}
	return [...outside];
}

/** Names of packages, and of loose files that Node takes for one, by the folder whose node_modules holds them. */
function packagesInside(files: readonly ManifestFile[]): Set<string> {
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

/** The folder of the package whose package.json this is, `''` for the outermost; null for any other file. */
function packageOf(path: string): string | null {
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

/** Node: every folder upwards but those called node_modules. */
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
		const actual = status.isSymbolicLink() ? 'a symbolic link' : 'a file where a package is looked for';
		throw tampered([{ file: path + ending, problem: 'not-a-file', expected: 'a plain folder, or nothing', actual }]);
	}
	return existsSync(path) ? path : null;
}

/** What a package says it loads; in a package.json that cannot be read, nothing: its bytes are hashed all the same. */
function declaredBy(path: string): string[] {
	let fields: Record<string, unknown>;
	try {
		const bytes = readFileSync(path);
		if (bytes.length > maximumPackageJsonBytes) return [];
		fields = JSON.parse(bytes.toString()) as Record<string, unknown>;
	} catch {
		return [];
	}
	const lists = [fields.dependencies, fields.optionalDependencies, fields.peerDependencies];
	const names = lists.flatMap((list) => (typeof list === 'object' && list !== null ? Object.keys(list) : []));
	return [...new Set(names)].filter((name) => packageName.test(name));
}

/** As npm lets names be, those of long ago included; nothing that leaves the folder. */
const packageName = /^(@[A-Za-z0-9~_-][A-Za-z0-9~._-]*\/)?[A-Za-z0-9~_-][A-Za-z0-9~._-]*$/;

function versionOf(folder: string): string {
	let version: unknown;
	try {
		({ version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: unknown });
	} catch (cause) {
		throw Object.assign(tampered([{ file: 'package.json', problem: 'unreadable', actual: messageOf(cause) }]), { cause });
	}
	return typeof version === 'string' && semanticVersion.test(version) ? version : '0.0.0';
}

const semanticVersion = /^\d{1,9}\.\d{1,9}\.\d{1,9}(-[0-9A-Za-z.-]{1,100})?(\+[0-9A-Za-z.-]{1,100})?$/;

/** By which others ask for it: an alias is another name. */
function nameByFolder(folder: string): string {
	return folder.slice(folder.lastIndexOf(`${sep}node_modules${sep}`) + `${sep}node_modules${sep}`.length).replaceAll(sep, '/');
}

function byName(one: ManifestDependency, other: ManifestDependency): number {
	const [left, right] = [one, other].map(({ name, version, sha256 }) => `${name} ${version} ${sha256}`);
	return left! < right! ? -1 : 1;
}
