import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { Pace } from '../../../core/base/pace';
import type { ManifestFile } from '../../documents/documents';
import { withoutMark } from '../../../core/base/text/without-mark';

/** The names of packages that code loads, by the folder that it is in: relative, `''` for the package's own, else with a slash at the end. */
export type LoadedNames = ReadonlyMap<string, ReadonlySet<string>>;

/** A list of files stands for their content, so it is read once. */
const known = new WeakMap<readonly ManifestFile[], LoadedNames>();

/**
 * Finds the packages that a tree loads by name: those that its package.json files declare, and those that its code names. The code counts as well
 * because n8n removes the peers and optional dependencies from the package.json of a package that it installs.
 */
export async function findLoadedNames(folder: string, files: readonly ManifestFile[]): Promise<LoadedNames> {
	const names = known.get(files) ?? (await readNames(folder, files));
	known.set(files, names);
	return names;
}

async function readNames(folder: string, files: readonly ManifestFile[]): Promise<LoadedNames> {
	const pace = new Pace();
	const byFolder = new Map<string, Set<string>>();
	for (const { path, size } of files) {
		if (pace.isDue()) await pace.rest();
		const read = packageFile.test(path) ? readDeclared : code.test(path) && size <= maxCodeBytes ? readImported : undefined;
		if (read === undefined) continue;
		const from = path.slice(0, path.lastIndexOf('/') + 1);
		const names = byFolder.get(from) ?? new Set();
		byFolder.set(from, names);
		for (const name of read(join(folder, path))) if (packageName.test(name) && !isBuiltin(name)) names.add(name);
	}
	return byFolder;
}

/** The package.json of the package, or of one in its node_modules. */
const packageFile = /^(?:(.*\/)?node_modules\/((?:@[^/]+\/)?[^/@][^/]*)\/)?package\.json$/;
/** Node loads a file without an ending as JavaScript too. */
const code = /\.[cm]?jsx?$|(^|\/)[^./]+$/;
/** V8 cannot hold a longer text, so Node cannot load a larger file. */
const maxCodeBytes = 512 * 1024 * 1024;
const maxPackageJsonBytes = 1024 * 1024;

/** Names that npm allows or used to allow, and that do not leave the folder. */
const packageName = /^(@[A-Za-z0-9~_-][A-Za-z0-9~._-]*\/)?[A-Za-z0-9~_-][A-Za-z0-9~._-]*$/;

const declaring = ['dependencies', 'optionalDependencies', 'peerDependencies', 'peerDependenciesMeta'];

/** Returns the packages that a package.json declares; none when it cannot be read, because its bytes are hashed anyway. */
function readDeclared(path: string): string[] {
	let fields: Record<string, unknown>;
	try {
		const bytes = readFileSync(path);
		if (bytes.length > maxPackageJsonBytes) return [];
		fields = JSON.parse(withoutMark(bytes.toString())) as Record<string, unknown>;
	} catch {
		return [];
	}
	const lists = declaring.map((field) => fields[field]);
	return lists.flatMap((list) => (typeof list === 'object' && list !== null ? Object.keys(list) : []));
}

/** `require('x')`, `require.resolve('x')`, `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')`, also of a file in the package x. */
const imported =
	/(?:\brequire(?:\.resolve)?\s*\(\s*|\bfrom\s*|\bimport\s*\(?\s*)(["'`])((?:@[\w~-][\w~.-]*\/)?[\w~-][\w~.-]*)(?:\/[^"'`\n]*)?\1/g;

/** Returns the packages that code names. A name in a comment counts too: it does no harm, as long as no such package is there. */
function readImported(path: string): string[] {
	return Array.from(readFileSync(path, 'latin1').matchAll(imported), ([, , name]) => name!);
}
