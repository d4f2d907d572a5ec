import { once } from 'node:events';
import { connectCluster } from './cluster';
import { admitCommand, manifestLine, openHost } from './host';
import { jsonLog } from './log';
import { withJobLog } from './log-jobs';
import type { ExitCode } from './report-error';
import type { Terminal } from './terminal';

/** How long running jobs may take to end once the worker is told to stop. */
const graceMs = 30_000;

/** Serves `troupe:agent` until SIGINT or SIGTERM; the log is JSON lines on standard error. */
export async function runWorkerCommand(
	options: { address: string; concurrency: number },
	terminal: Terminal,
	open = openHost,
	connect = connectCluster,
): Promise<ExitCode> {
	const log = jsonLog(terminal);
	// Heard from here on, so that a stop during the start closes what is open.
	const { stop } = terminal;
	const host = await open(terminal);
	const manifest = await admitCommand(host, 'worker', { ...terminal, note: () => undefined });
	log('info', manifestLine(manifest), { manifest });
	const { openAgentWorker } = await import('../engine-adapter/workers/agent');
	const engine = await connect(options.address, (line) => log('warn', line));
	try {
		const worker = await openAgentWorker(withJobLog(engine, log), host, { concurrency: options.concurrency });
		log('info', 'worker open', { type: worker.type, address: options.address, concurrency: options.concurrency });
		if (!stop.aborted) await once(stop, 'abort');
		log('info', 'worker draining', { graceMs });
		await worker.close(graceMs);
		log('info', 'worker closed');
	} finally {
		await engine.close();
	}
	return 0;
}
