/** Puts the n8n host of `npm start` and of the end-to-end test in the user's cache folder, and prints where it is. */
import { ensureN8nHost } from './lib/n8n-host.mjs';
import { pathToFileURL } from 'node:url';

export { ensureN8nHost };

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
	try {
		const host = await ensureN8nHost({ progress: (line) => console.error(line) });
		console.log(JSON.stringify(host, null, '\t'));
	} catch (error) {
		console.error(error.fix ? `${error.message}\n${error.fix}` : error);
		process.exitCode = 1;
	}
}
