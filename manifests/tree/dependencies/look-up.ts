import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { hostFolders } from '../../../core/base/modules/host-modules';
import type { SeenFiles } from '../seen-files';
import { tampered } from '../tampered';

/** Node loads such a file as a package. */
export const fileEndings = ['', '.js', '.json', '.node'];

/** Returns the package folder for a name; null for none, or for n8n's own. */
export type LookUp = (from: string, name: string) => string | null;

/**
 * Searches as Node does: node_modules of every parent folder, NODE_PATH, then Node's global folders. Packages on NODE_PATH, and those that n8n loads,
 * are n8n's own (a person who can change those can change n8n). Notes every searched folder, so that a decision ends when a package appears. Throws
 * MANIFEST_TAMPERED for a link, or a single file in place of a package.
 */
export function createLookUp(seen: SeenFiles, host = hostFolders()): LookUp {
	const listed = new Map<string, ReadonlySet<string>>();
	const list = (folder: string) => {
		const names = listed.get(folder) ?? new Set(seen.noteTarget(folder)?.isDirectory() === true ? readdirSync(folder) : []);
		listed.set(folder, names);
		return names;
	};
	const contains = (modules: string, name: string) => {
		const names = list(modules);
		const at = name.lastIndexOf('/');
		if (at >= 0 && !names.has(name.slice(0, at))) return false;
		const inner = at < 0 ? names : list(join(modules, name.slice(0, at)));
		return fileEndings.some((ending) => inner.has(name.slice(at + 1) + ending));
	};
	return (from, name) => {
		const hosted = host.find((modules) => existsSync(join(modules, name)));
		const global = hosted === undefined ? globalFolders : [];
		const modules = [...modulesAbove(from), ...global].find((one) => contains(one, name));
		if (modules === undefined) return null;
		const target = join(modules, name);
		return hosted !== undefined && isSame(target, join(hosted, name)) ? null : requirePackage(target, seen);
	};
}

/** Node's oldest rule, still valid for `require`. */
const globalFolders = [join(homedir(), '.node_modules'), join(homedir(), '.node_libraries'), resolve(process.execPath, '../../lib/node')];

function modulesAbove(from: string): string[] {
	const modules: string[] = [];
	for (let folder = from; ; folder = dirname(folder)) {
		if (basename(folder) !== 'node_modules') modules.push(join(folder, 'node_modules'));
		if (folder === dirname(folder)) return modules;
	}
}

const isSame = (one: string, other: string): boolean => existsSync(one) && realpathSync(one) === realpathSync(other);

/** A link leads out of the signed folder. */
const withoutLinks =
	'Install the package with npm, as n8n does, or with `pnpm --config.node-linker=hoisted`: pnpm links packages by default, and links are not signed.';

function requirePackage(path: string, seen: SeenFiles): string {
	for (const ending of fileEndings) {
		const status = seen.note(path + ending);
		if (status === undefined || (ending !== '' && !status.isFile())) continue;
		if (ending === '' && status.isDirectory()) continue;
		const actual = status.isSymbolicLink() ? 'a symbolic link' : 'a file in the place of a package';
		const fix = status.isSymbolicLink() ? withoutLinks : undefined;
		throw tampered([{ file: path + ending, problem: 'not-a-file', expected: 'a plain folder, or nothing', actual }], { fix });
	}
	return path;
}
