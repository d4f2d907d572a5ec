import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** One script that a page can load, made in a folder of its own. */
export async function bundlePage(source: string): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'troupe-modeler-'));
	const bundler = join(dirname(createRequire(join(process.cwd(), 'package.json')).resolve('rolldown/package.json')), 'bin/cli.mjs');
	const file = join(folder, 'page.js');
	try {
		await promisify(execFile)(process.execPath, [bundler, source, '--platform', 'browser', '--format', 'iife', '--file', file, '--silent']);
		return await readFile(file, 'utf8');
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
