/** `npm run train:injection`: trains the model that finds attacks in new words, and writes its file. */
import { printFailure } from './lib/explain.mjs';
import { loadSource } from './lib/load-source.mjs';

try {
	const { run } = await loadSource('bench/injection-model/train.ts', 'train');
	await run();
} catch (error) {
	printFailure(error);
	process.exitCode = 1;
}
