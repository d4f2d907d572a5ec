import { join } from 'node:path';

/** Returns the paths that are not inside another one of them, each once. */
export function listOuterPaths(paths: readonly string[]): string[] {
	return [...new Set(paths)].filter((path) => !paths.some((other) => path !== other && path.startsWith(join(other, '/'))));
}
