/** `npm run train:harm`: trains the small model that chooses which texts a judge reads for harm, and writes its file. */
import { printFailure } from './lib/explain-failure.mjs';
import { loadSource } from './lib/load-source.mjs';

try {
	const { run } = await loadSource('bench/harm-model/train.ts', 'train');
	await run();
} catch (error) {
	printFailure(error);
	process.exitCode = 1;
}
