/** Installs the n8n host of `npm start` and of the end-to-end test in the user's cache folder and prints its location. */
import { pathToFileURL } from 'node:url';
import { ensureN8nHost } from './lib/n8n-host.mjs';

export { ensureN8nHost };

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
	const stopped = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stopped.abort(new Error(`Stopped by ${signal}.`)));
	try {
		const host = await ensureN8nHost({ progress: (line) => console.error(line), signal: stopped.signal });
		console.log(JSON.stringify(host, null, '\t'));
	} catch (error) {
		console.error(error.fix ? `${error.message}\n${error.fix}` : stopped.signal.aborted ? error.message : error);
		process.exitCode = 1;
	}
}
