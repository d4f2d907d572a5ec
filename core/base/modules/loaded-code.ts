import { hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { join, sep } from 'node:path';
import { stripBom } from '../text/strip-bom';

/** Loaded files of a package: path, and SHA-256 of the loaded content, hex. */
export type LoadedCode = ReadonlyMap<string, ReadonlySet<string>>;

/** A file that changed after it may have been loaded: the loaded version is unknown. */
const unknownCode = 'unknown';

interface CompiledModule {
	_compile: (this: void, content: string, path: string, ...rest: unknown[]) => unknown;
}

type LoadModule = (module: NodeModule, path: string) => void;

const recorded = new Map<string, Map<string, Set<string>>>();

/** Loaded code and data of a package; empty for a run from the sources. */
export const loadedCode = (folder: string): LoadedCode => recorded.get(folder) ?? new Map<string, Set<string>>();

/**
 * Records code loaded from a folder. A file can be changed, loaded and changed back, so the disk cannot tell afterwards; only this place of Node sees
 * the compiled text. `recordRead` adds Troupe's own reads.
 */
export function recordLoadedCode(folder: string): void {
	const files = new Map<string, Set<string>>();
	recorded.set(folder, files);
	for (const [path, sha256] of loadedBefore((path) => isRecorded(folder, path))) note(files, path, sha256);
	const compiled = Module.prototype as unknown as CompiledModule;
	const compile = compiled._compile;
	compiled._compile = function (this: unknown, content, path, ...rest) {
		recordRead(path, content);
		return Reflect.apply(compile, this, [content, path, ...rest]);
	};
	const { _extensions: loaders } = Module as unknown as { _extensions: Record<'.json', LoadModule> };
	const loadJson = loaders['.json'];
	loaders['.json'] = (module, path) => {
		if (isRecorded(folder, path)) module.exports = parseRecorded(path);
		else loadJson(module, path);
	};
}

/** Records a file of the package that Troupe reads: agents, templates and policies decide what runs, too. */
export function recordRead(path: string, content: string | Uint8Array): void {
	for (const [folder, files] of recorded) if (isRecorded(folder, path)) note(files, path, hash('sha256', content));
}

const note = (files: Map<string, Set<string>>, path: string, sha256: string) =>
	void files.set(path, (files.get(path) ?? new Set()).add(sha256));

/** package.json is signed by its meaning, because n8n rewrites it. */
const isRecorded = (folder: string, path: string): boolean => path.startsWith(folder + sep) && path !== join(folder, 'package.json');

function parseRecorded(path: string): unknown {
	const text = readFileSync(path, 'utf8');
	recordRead(path, text);
	try {
		return JSON.parse(stripBom(text));
	} catch (error) {
		throw Object.assign(error as Error, { message: `${path}: ${(error as Error).message}` });
	}
}

/** Returns earlier loaded files: those that load this one now, and older ones. */
function* loadedBefore(isInside: (path: string) => boolean): Generator<[path: string, sha256: string]> {
	let isLoadingNow = false;
	for (const [path, module] of Object.entries(createRequire(__filename).cache)) {
		if (module === undefined || !isInside(path)) continue;
		isLoadingNow ||= !module.loaded;
		const isCertain = isLoadingNow || statSync(path).ctimeMs <= performance.timeOrigin;
		yield [path, isCertain ? hash('sha256', readFileSync(path)) : unknownCode];
	}
}
