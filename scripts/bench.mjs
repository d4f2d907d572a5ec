/** `npm run bench -- NAME`: bundles bench/NAME.ts as the product is bundled, runs it, and prints `NAME VALUE` last. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { rolldown } from 'rolldown';
import config from '../rolldown.config.mjs';
import { printFailure } from './lib/explain.mjs';
import { SetupError } from './lib/setup-error.mjs';
import { setUp } from './lib/setup.mjs';

const [name = ''] = process.argv.slice(2);
const source = `bench/${name}.ts`;
const folder = resolve(`build/bench-${process.pid}`);

try {
	if (!/^[a-z-]+$/.test(name) || !existsSync(source))
		throw new SetupError(`There is no measurement "${name}".`, `npm run bench -- ${benches().join(' | ')}`);
	await setUp({ progress: (line) => console.error(line) });
	const { run } = await bundled();
	console.log(`${name} ${await run()}`);
} catch (error) {
	printFailure(error);
	process.exitCode = 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}

async function bundled() {
	const { output, ...input } = config;
	// In a folder of it, as what runs in a thread or process of its own lies at `../programs`.
	const bundle = await rolldown({ ...input, input: { [`bench/${name}`]: source }, logLevel: 'warn' });
	await bundle.write({ ...output, dir: folder });
	await bundle.close();
	return createRequire(import.meta.url)(`${folder}/bench/${name}.js`);
}

function benches() {
	return readdirSync('bench')
		.filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
		.map((file) => file.slice(0, -3));
}
