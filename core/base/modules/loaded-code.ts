import { hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { join, sep } from 'node:path';
import { stripBom } from '../text/strip-bom';

/** The code of one package that this process has loaded: by the path of each file the SHA-256 of what was loaded, hex. */
export type LoadedCode = ReadonlyMap<string, ReadonlySet<string>>;

/** Stands for a file that changed after it may have been loaded, so that nobody can tell what was loaded. */
export const unknownCode = 'unknown';

interface CompiledModule {
	_compile: (this: void, content: string, path: string, ...rest: unknown[]) => unknown;
}

type LoadModule = (module: NodeModule, path: string) => void;

const recorded = new Map<string, Map<string, Set<string>>>();

/** Returns the code and data that this process has loaded from a package; nothing in the sources, which are not loaded from one. */
export const loadedCode = (folder: string): LoadedCode => recorded.get(folder) ?? new Map<string, Set<string>>();

/**
 * Records from now on what this process loads from a folder. A file can be changed, loaded and changed back, so the disk cannot tell afterwards. Node
 * has no other place that sees the text which it compiles. What Troupe reads by itself is added by `recordRead`.
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

/** Records what Troupe read from a file, if that belongs to the package: an agent, a template or a policy that came with it decides what runs, too. */
export function recordRead(path: string, content: string | Uint8Array): void {
	for (const [folder, files] of recorded) if (isRecorded(folder, path)) note(files, path, hash('sha256', content));
}

const note = (files: Map<string, Set<string>>, path: string, sha256: string) =>
	void files.set(path, (files.get(path) ?? new Set()).add(sha256));

/** package.json is signed by its meaning, because n8n rewrites it. What n8n reads in it shows in the classes that it loads. */
const isRecorded = (folder: string, path: string): boolean => path.startsWith(folder + sep) && path !== join(folder, 'package.json');

/** Parses a JSON module as Node does, and records the text that it parses. */
function parseRecorded(path: string): unknown {
	const text = readFileSync(path, 'utf8');
	recordRead(path, text);
	try {
		return JSON.parse(stripBom(text));
	} catch (error) {
		throw Object.assign(error as Error, { message: `${path}: ${(error as Error).message}` });
	}
}

/** Returns the files that were loaded before: those that load this one right now, and, before them, those of an earlier time. */
function* loadedBefore(isInside: (path: string) => boolean): Generator<[path: string, sha256: string]> {
	let isLoadingNow = false;
	for (const [path, module] of Object.entries(createRequire(__filename).cache)) {
		if (module === undefined || !isInside(path)) continue;
		isLoadingNow ||= !module.loaded;
		const isCertain = isLoadingNow || statSync(path).ctimeMs <= performance.timeOrigin;
		yield [path, isCertain ? hash('sha256', readFileSync(path)) : unknownCode];
	}
}
