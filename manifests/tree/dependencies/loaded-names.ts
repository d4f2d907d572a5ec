import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { LoopYielder } from '../../../core/base/async/loop-yielder';
import type { ManifestFile } from '../../documents/package-manifest';
import { stripBom } from '../../../core/base/text/strip-bom';
import { isFields } from '../../../core/base/is-fields';
import { findLoads } from './code-loads';

/** By the code's folder: relative, `''` for the package's own, else with a trailing slash. */
export type LoadedNames = ReadonlyMap<string, ReadonlySet<string>>;

/** Loaded by a path that leaves the package's folder. */
export interface OutsideLoad {
	from: string;
	target: string;
}

interface Loaded {
	names: LoadedNames;
	outside: readonly OutsideLoad[];
	computed: readonly string[];
}

/** A list of files stands for their content, so it is read once. */
const known = new WeakMap<readonly ManifestFile[], Loaded>();

/**
 * Finds declared packages, packages named in code, and files outside the folder. Code counts too, because n8n removes peers and optional dependencies
 * from an installed package.json.
 */
export async function findLoaded(folder: string, files: readonly ManifestFile[]): Promise<Loaded> {
	const loaded = known.get(files) ?? (await readLoaded(folder, files));
	known.set(files, loaded);
	return loaded;
}

async function readLoaded(folder: string, files: readonly ManifestFile[]): Promise<Loaded> {
	const pace = new LoopYielder();
	const byFolder = new Map<string, Set<string>>();
	const outside: OutsideLoad[] = [];
	const computed: string[] = [];
	for (const { path, size } of files) {
		if (pace.isDue()) await pace.rest();
		const read = readers.find(({ files }) => files.test(path))?.read;
		if (read === undefined || size > maxCodeBytes) continue;
		const from = path.slice(0, path.lastIndexOf('/') + 1);
		const loaded = read(join(folder, path));
		if (loaded.isComputed) computed.push(path);
		for (const target of loaded.paths.map((one) => resolvePath(from, one))) if (leaves(target)) outside.push({ from: path, target });
		if (loaded.names === undefined) continue;
		const names = byFolder.get(from) ?? new Set();
		byFolder.set(from, names);
		for (const name of loaded.names) if (packageName.test(name) && !isBuiltin(name)) names.add(name);
	}
	return { names: byFolder, outside, computed };
}

const resolvePath = (from: string, path: string): string => (path.startsWith('/') ? path : posix.join(from, path));

const leaves = (path: string): boolean => /^(\/|[A-Za-z]:|\.\.(\/|$))/.test(posix.normalize(path.replaceAll('\\', '/')));

/** V8 cannot hold a longer text, so Node cannot load a larger file. */
const maxCodeBytes = 512 * 1024 * 1024;
const maxJsonBytes = 16 * 1024 * 1024;

/** Current and former npm names that stay inside the folder. */
const packageName = /^(@[A-Za-z0-9~_-][A-Za-z0-9~._-]*\/)?[A-Za-z0-9~_-][A-Za-z0-9~._-]*$/;

const declaring = ['dependencies', 'optionalDependencies', 'peerDependencies', 'peerDependenciesMeta'];

interface Named {
	/** Absent if the file cannot name a package. */
	names?: string[];
	paths: string[];
	isComputed?: boolean;
}

function readDeclared(path: string): Named {
	const fields = readJson(path);
	const lists = declaring.map((field) => fields[field]);
	const { names = [], ...inside } = readInside(fields);
	return { ...inside, names: [...names, ...lists.flatMap((list) => (isFields(list) ? Object.keys(list) : []))] };
}

/** Names such as `#x`, the file that `require` loads, and the files that n8n loads. */
function readInside(fields: Record<string, unknown>): Named {
	const imports = listTexts(fields.imports);
	return {
		names: imports.length === 0 ? undefined : imports.flatMap(listNames),
		paths: [fields.main, ...(isFields(fields.n8n) ? [fields.n8n.nodes, fields.n8n.credentials] : [])].flat().filter(isText),
		isComputed: imports.some(climbs),
	};
}

function listTexts(value: unknown): string[] {
	const texts: string[] = [];
	const waiting = [value];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		if (isText(next)) texts.push(next);
		else if (typeof next === 'object') for (const inner of Object.values(next ?? {})) waiting.push(inner);
	}
	return texts;
}

/** Lists from which n8n loads classes at first use; paths are relative to the package. */
function readKnown(path: string): Named {
	const sources = Object.values(readJson(path)).map((one) => (isFields(one) ? one.sourcePath : undefined));
	return { paths: sources.filter(isText).map((source) => posix.join('../..', source)) };
}

/** Empty if unreadable: the bytes are hashed anyway. */
function readJson(path: string): Record<string, unknown> {
	try {
		const bytes = readFileSync(path);
		const value: unknown = bytes.length > maxJsonBytes ? undefined : JSON.parse(stripBom(bytes.toString()));
		return isFields(value) ? value : {};
	} catch {
		return {};
	}
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Also matches a file in package x: `x/lib/a.js`. */
const named = /^((?:@[\w~-][\w~.-]*\/)?[\w~-][\w~.-]*)(?:\/|$)/;
const path = /^(?:\.{1,2}(?:\/|$)|\/|file:)/;

const listNames = (specifier: string): string[] => named.exec(specifier)?.slice(1, 2) ?? [];
const climbs = (one: string): boolean => named.test(one) && /\/\.\.(?:\/|$)/.test(one);

function readImported(file: string): Named {
	const { specifiers, isComputed } = findLoads(readFileSync(file, 'latin1'));
	return {
		names: specifiers.flatMap(listNames),
		paths: specifiers.filter((one) => path.test(one)).flatMap(listSpellings),
		isComputed: isComputed || specifiers.some((one) => one.startsWith('data:') || climbs(one)),
	};
}

/** ES modules load by address: `%65` is a letter, and `?` starts no file name. */
function listSpellings(specifier: string): string[] {
	const address = URL.parse(specifier, 'file:///');
	if (specifier.startsWith('file:')) return address ? [decode(address.pathname)] : [];
	return /[%?#]/.test(specifier) ? [specifier, decode(specifier.replace(/[?#].*$/s, ''))] : [specifier];
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** The first match reads a file. A package.json elsewhere declares no packages. */
const readers: ReadonlyArray<{ files: RegExp; read: (path: string) => Named }> = [
	{ files: /^(?:(.*\/)?node_modules\/((?:@[^/]+\/)?[^/@][^/]*)\/)?package\.json$/, read: readDeclared },
	{ files: /(^|\/)package\.json$/, read: (path) => readInside(readJson(path)) },
	{ files: /^dist\/known\/(nodes|credentials)\.json$/, read: readKnown },
	// Node also loads a file without an ending as JavaScript.
	{ files: /\.[cm]?jsx?$|(^|\/)[^./]+$/, read: readImported },
];
