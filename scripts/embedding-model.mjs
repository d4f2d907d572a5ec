/** Installs a small embedding model in the user's cache folder and prints the setting for it. */
import { pathToFileURL } from 'node:url';
import { ensureEmbeddingModel } from './lib/embedding-model.mjs';

export { ensureEmbeddingModel };

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
	const stopped = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stopped.abort(new Error(`Stopped by ${signal}.`)));
	try {
		const { model } = await ensureEmbeddingModel({ progress: (line) => console.error(line), signal: stopped.signal });
		console.log(`TROUPE_EMBEDDING_MODEL=${model}`);
	} catch (error) {
		console.error(error.fix ? `${error.message}\n${error.fix}` : stopped.signal.aborted ? error.message : error);
		process.exitCode = 1;
	}
}
