import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../scripts/zeebe-broker.mjs', import.meta.url));

/** Starts the broker and leaves its addresses, or the reason why there is none, in the environment for test/zeebe/zeebe-broker.ts. */
export default async function startBroker() {
	// A broker that runs already, as scripts/zeebe-broker.mjs told of it.
	if (process.env.TROUPE_TEST_ZEEBE) return;
	// Its standard input ends with this process, however it ends, and the broker with it.
	const broker = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
	globalThis.zeebeBroker = broker;
	const [line] = await Promise.race([
		once(createInterface({ input: broker.stdout }), 'line'),
		once(broker, 'exit').then(() => ['{"unavailable":"the broker ended before it was ready"}']),
	]);
	process.env.TROUPE_TEST_ZEEBE = line;
	const { unavailable } = JSON.parse(line);
	if (unavailable === undefined) return;
	if (process.env.CI === 'true') throw new Error(`The real Zeebe broker cannot run here: ${unavailable}`);
	process.stderr.write(`skipped: the tests on the real Zeebe broker, because: ${unavailable}\n`);
}
