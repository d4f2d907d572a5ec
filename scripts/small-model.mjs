/**
 * Installs a small language model in the user's cache folder and serves it as OpenAI's API, for agents that no script answers:
 * `node scripts/small-model.mjs`. It prints its name and address, and ends with its standard input or by a signal. Its answers are as untidy as those of a
 * model that is too small for its task; they repeat, as long as the processor and the versions stay.
 */
import { printFailure } from './lib/explain-failure.mjs';
import { loadSource } from './lib/load-source.mjs';
import { contextTokens, ensureSmallModel, loadSmallModel, smallModelName } from './lib/small-model.mjs';

try {
	const answer = await loadSmallModel(await ensureSmallModel({ progress: (line) => console.error(line) }));
	const [{ startOpenAiServer }, { openAiFaults }] = await Promise.all(
		['server', 'faults'].map((name) => loadSource(`sandbox/fakes/openai/openai-${name}.ts`, `openai-${name}`)),
	);
	const respond = (chat) =>
		answer(chat).catch((error) => {
			if (/context/i.test(error.message)) return openAiFaults.contextTooLong(contextTokens, contextTokens + 1);
			throw error;
		});
	const server = await startOpenAiServer({ keys: null, models: [smallModelName], respond });
	console.log(`${smallModelName} ${server.url}/v1`);
	process.stdin.resume().once('close', () => process.exit());
} catch (error) {
	printFailure(error);
	process.exitCode = 1;
}
