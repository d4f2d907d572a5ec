import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.mjs';
import { mustRun } from './explain-failure.mjs';
import { step } from './progress.mjs';

const timeoutMs = 10 * 60_000;

/**
 * Returns the user's cache folder with an npm package and what it needs, for tools that the product itself does not depend on.
 * @param {{ name: string, version: string, also?: string[], progress: import('./progress.mjs').Progress }} options
 * @returns {Promise<string>} where its `node_modules` lies
 * @throws {import('./setup-error.mjs').SetupError}
 */
export function ensureNpmTool({ name, version, also = [], progress }) {
	const wanted = [`${name}@${version}`, ...also];
	const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...wanted];
	const make = (cwd) =>
		step(progress, `${name}: installing ${version}`, async () => {
			await writeFile(join(cwd, 'package.json'), '{"private":true}\n');
			await mustRun(`Installing ${name} ${version}`, 'npm', args, { cwd, timeoutMs });
		});
	return cachedFolder({ name: `npm-${name.replace('/', '+')}-${version}`, make, progress });
}
