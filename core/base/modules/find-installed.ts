import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/**
 * Finds an optional package in the first of these folders that has it, and returns the file that requires load. A package in the folders above Troupe
 * is not looked for: anything there could have its name, and no manifest covers it.
 */
export function findInstalled(packageName: string, folders: readonly string[]): string | undefined {
	const folder = folders.find((one) => existsSync(join(one, 'node_modules', packageName)));
	return folder === undefined ? undefined : createRequire(join(resolve(folder), 'any.js')).resolve(packageName);
}
