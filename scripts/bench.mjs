/** `npm run bench -- NAME`: bundles NAME.ts of bench/measurements as the product is bundled, runs it, and prints `NAME VALUE` last. */
import { globSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import config from '../rolldown.config.mjs';
import { printFailure } from './lib/explain.mjs';
import { SetupError } from './lib/setup-error.mjs';
import { setUp } from './lib/setup.mjs';

const [name = ''] = process.argv.slice(2);
const measurements = globSync('bench/measurements/*/*.ts');
const source = measurements.find((file) => basename(file, '.ts') === name);
const folder = resolve(`build/bench-${process.pid}`);

try {
	if (!source) throw new SetupError(`Unknown measurement "${name}".`, `Use npm run bench -- ${listNames().join(' | ')}`);
	await setUp({ progress: (line) => console.error(line) });
	const { run } = await bundle();
	console.log(`${name} ${await run()}`);
} catch (error) {
	printFailure(error);
	process.exitCode = 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}

async function bundle() {
	const { output, plugins, ...input } = config;
	// In its own folder, because threads and processes are loaded from `../programs`.
	const build = await rolldown({ ...input, plugins: plugins.map(withoutChecks), input: { [`bench/${name}`]: source }, logLevel: 'warn' });
	await build.write({ ...output, dir: folder });
	await build.close();
	return createRequire(import.meta.url)(`${folder}/bench/${name}.js`);
}

/** A measurement is not a package: its bundle contains other libraries, and can load the ones that it compares. */
function withoutChecks(plugin) {
	return plugin.name === 'close-modules' ? { ...plugin, generateBundle: undefined } : plugin;
}

function listNames() {
	return measurements.map((file) => basename(file, '.ts')).sort();
}
