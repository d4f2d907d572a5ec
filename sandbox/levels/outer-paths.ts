import { join } from 'node:path';

export function listOuterPaths(paths: readonly string[]): string[] {
	return [...new Set(paths)].filter((path) => !paths.some((other) => path !== other && path.startsWith(join(other, '/'))));
}
