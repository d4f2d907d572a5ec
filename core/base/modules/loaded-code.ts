import { hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { join, sep } from 'node:path';

/** The code of one package that this process has loaded: by the path of each file the SHA-256 of what was loaded, hex. */
export type LoadedCode = ReadonlyMap<string, ReadonlySet<string>>;

/** Stands for a file that changed after it may have been loaded, so that nobody can tell what was loaded. */
export const unknownCode = 'unknown';

interface CompiledModule {
	_compile: (this: void, content: string, path: string, ...rest: unknown[]) => unknown;
}

const recorded = new Map<string, Map<string, Set<string>>>();

/** Returns the code that this process has loaded from a package; nothing in the sources, which are not loaded from one. */
export const loadedCode = (folder: string): LoadedCode => recorded.get(folder) ?? new Map<string, Set<string>>();

/**
 * Records from now on what this process loads from a folder. A file can be changed, loaded and changed back, so the disk cannot tell afterwards. Node
 * has no other place that sees the text which it compiles.
 */
export function recordLoadedCode(folder: string): void {
	const files = new Map<string, Set<string>>();
	recorded.set(folder, files);
	const record = (path: string, sha256: string) => void files.set(path, (files.get(path) ?? new Set()).add(sha256));
	// The packages in a checkout's node_modules are not part of it.
	const isInside = (path: string) => path.startsWith(folder + sep) && !path.startsWith(join(folder, 'node_modules') + sep);
	for (const [path, sha256] of loadedBefore(isInside)) record(path, sha256);
	const compiled = Module.prototype as unknown as CompiledModule;
	const compile = compiled._compile;
	compiled._compile = function (this: unknown, content, path, ...rest) {
		if (isInside(path)) record(path, hash('sha256', content));
		return Reflect.apply(compile, this, [content, path, ...rest]);
	};
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
