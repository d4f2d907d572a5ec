/** `npm run bench -- NAME`: bundles NAME.ts of bench/measurements as the product is bundled, runs it, and prints `NAME VALUE` last. */
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { printFailure } from './lib/explain-failure.mjs';
import { loadSource } from './lib/load-source.mjs';
import { SetupError } from './lib/setup-error.mjs';
import { setUp } from './lib/setup.mjs';

const [name = ''] = process.argv.slice(2);
const measurements = globSync('bench/measurements/*/*.ts');
const source = measurements.find((file) => basename(file, '.ts') === name);

try {
	if (!source) throw new SetupError(`Unknown measurement "${name}".`, `Use npm run bench -- ${listNames().join(' | ')}`);
	await setUp({ progress: (line) => console.error(line) });
	const { run } = await loadSource(source, 'bench');
	console.log(`${name} ${await run()}`);
} catch (error) {
	printFailure(error);
	process.exitCode = 1;
}

function listNames() {
	return measurements.map((file) => basename(file, '.ts')).sort();
}
