/** `npm start -- --story NAME` runs this once all is built: it plays test/stories/NAME, until a signal or with --check until its end. Its service listens on --serve-port, or on a free port; --language is that of the story. */
import { parseArgs } from 'node:util';
import { loadSource } from './lib/load-source.mjs';
import { printFailure } from './lib/explain-failure.mjs';

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopped.abort());
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { check: { type: 'boolean', default: false }, 'serve-port': { type: 'string', default: '0' }, language: { type: 'string' } },
});
const [name, home] = positionals;

try {
	const { play } = await loadSource(`test/stories/${name}/story.ts`, 'story');
	const { check, language } = values;
	await play({ home, check, language, servePort: Number(values['serve-port']), signal: stopped.signal, print: console.log });
} catch (error) {
	if (!stopped.signal.aborted) {
		printFailure(error);
		process.exitCode = 1;
	}
}
process.exit();
