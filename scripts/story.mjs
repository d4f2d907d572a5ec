/** `npm start -- --story NAME` runs this once all is built: it plays test/stories/NAME, until a signal or with --check until its end. */
import { loadSource } from './lib/load-source.mjs';
import { printFailure } from './lib/explain-failure.mjs';

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopped.abort());
const [name, home, ...flags] = process.argv.slice(2);

try {
	const { play } = await loadSource(`test/stories/${name}/story.ts`, 'story');
	await play({ home, check: flags.includes('--check'), signal: stopped.signal, print: console.log });
} catch (error) {
	if (!stopped.signal.aborted) {
		printFailure(error);
		process.exitCode = 1;
	}
}
process.exit();
