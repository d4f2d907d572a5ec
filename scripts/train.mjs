/** `npm run train:injection`, `npm run train:harm`: trains a small model of the guardrails, and writes its file. */
import { printFailure } from './lib/explain-failure.mjs';
import { loadSource } from './lib/load-source.mjs';

try {
	const { run } = await loadSource(`bench/${process.argv[2]}-model/train.ts`, 'train');
	await run();
} catch (error) {
	printFailure(error);
	process.exitCode = 1;
}
