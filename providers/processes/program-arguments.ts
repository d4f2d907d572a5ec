import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Returns Node's arguments for our programs: JavaScript in the package, TypeScript in a checkout, whose imports without extension Node cannot
 * resolve.
 */
export function programArguments(program: string): string[] {
	if (!program.endsWith('.ts')) return [];
	return ['--experimental-transform-types', '--no-warnings', '--import', pathToFileURL(join(__dirname, 'run-from-source.mjs')).href];
}
