/** Runs TypeScript of the checkout that the package does not contain: measurements and stories. */
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';

/** Bundles a file as the product is bundled, and loads it. @param {string} source @param {string} kind a folder for its bundle */
export async function loadSource(source, kind) {
	const name = basename(source, '.ts');
	const folder = resolve(`build/${kind}-${process.pid}`);
	process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
	const [{ rolldown }, { default: configs }] = await Promise.all([import('rolldown'), import('../../rolldown.config.mjs')]);
	const [{ output, plugins, ...input }] = configs;
	// In its own folder, because threads and processes are loaded from `../programs`.
	const build = await rolldown({
		...input,
		plugins: plugins.map(withoutChecks),
		input: { [`${kind}/${name}`]: source },
		logLevel: 'warn',
	});
	await build.write({ ...output, dir: folder });
	await build.close();
	return createRequire(import.meta.url)(`${folder}/${kind}/${name}.js`);
}

/** Such code is not a package: its bundle contains other libraries, and can load the ones that it compares. */
function withoutChecks(plugin) {
	return plugin.name === 'close-modules' ? { ...plugin, generateBundle: undefined } : plugin;
}
