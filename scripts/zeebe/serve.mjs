import { stopping } from './stopping.mjs';
import { Unavailable } from './unavailable.mjs';

const say = (line) => process.stderr.write(`zeebe: ${line}\n`);
const tell = (facts) => process.stdout.write(`${JSON.stringify(facts)}\n`);

/**
 * Runs a real engine until it is stopped: `prepare` fetches its parts, `start` starts them.
 * Standard output is one line of JSON: {"address","restAddress","recordsFile"}, or {"unavailable": reason} with exit code 3.
 */
export async function serve(prepare, start) {
	try {
		const parts = await prepare(say);
		if (process.argv.includes('--prepare')) tell(parts);
		else await run(await start(parts));
		process.exit(0);
	} catch (error) {
		if (stopping.aborted) process.exit(0);
		if (!(error instanceof Unavailable)) throw error;
		tell({ unavailable: error.message });
		process.exit(3);
	}
}

async function run({ address, restAddress, recordsFile, stop, ended }) {
	tell({ address, restAddress, recordsFile });
	await Promise.race([toldToStop(), ended]);
	await stop();
}

const toldToStop = () => new Promise((resolve) => (stopping.aborted ? resolve() : stopping.addEventListener('abort', resolve)));
