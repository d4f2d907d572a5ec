import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TroupeError } from '../../../core/errors';

const built = 'document-reader.js';

/** The program that reads documents: beside the bundle's other files, or the source where this runs from source. */
export function findReaderProgram(from: string = __dirname): { program: string; execArgv: string[] } {
	const source = join(from, 'reader-program.ts');
	if (existsSync(source)) return { program: source, execArgv: sourceArguments(from) };
	// A chunk lies one folder below it, a node two.
	for (let folder = from, level = 0; level < 4; folder = dirname(folder), level += 1) {
		const program = join(folder, built);
		if (existsSync(program)) return { program, execArgv: [] };
	}
	throw new TroupeError({
		code: 'INTERNAL',
		message: `The program that reads documents is missing: expected ${built} in ${from} or a folder above it.`,
		fix: 'Reinstall the package.',
	});
}

/** Node reads TypeScript, but does not look for a module without its ending. */
function sourceArguments(folder: string): string[] {
	return ['--experimental-transform-types', '--no-warnings', '--import', `file://${join(folder, 'run-from-source.mjs')}`];
}
