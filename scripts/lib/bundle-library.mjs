/** A transform of Jest: makes one module of a library of hundreds, which each test file would otherwise load one by one. */
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rolldown = join(dirname(fileURLToPath(import.meta.resolve('rolldown'))), '../bin/cli.mjs');

export default {
	process: (_source, path) => ({
		code: execFileSync(process.execPath, [rolldown, path, '--format', 'cjs', '--platform', 'node', '--logLevel', 'silent'], {
			encoding: 'utf8',
		}),
	}),
};
