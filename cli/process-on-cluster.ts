import type { Resource } from '../engine-adapter/engine';
import type { Host } from '../providers/compose';
import { chooseProcess, type ProcessRunOptions } from './process-run';
import type { ExitCode } from './report-error';
import type { Terminal } from './terminal';
import { variableLines } from './variable-lines';

/** Deploys to a Zeebe cluster, starts an instance and waits for its result. A worker must serve its jobs: `troupe worker`, or `--with-worker`. */
export async function runOnCluster(resources: Resource[], options: ProcessRunOptions, host: Host, terminal: Terminal): Promise<ExitCode> {
	const { connectZeebe } = await import('../engine-adapter/zeebe/zeebe-engine');
	const engine = await connectZeebe({ address: options.address, onProblem: terminal.note });
	// The engine's end closes its workers too.
	terminal.stop.addEventListener('abort', () => void engine.close(), { once: true });
	try {
		const deployment = await engine.deploy(resources);
		const processId = chooseProcess(deployment.processes, options);
		if (options.withWorker) await (await import('../engine-adapter/workers/agent')).openAgentWorker(engine, host);
		const result = await engine.startAndAwait({ processId, variables: options.variables }, options.timeout * 1000);
		if (options.trace === 'json') {
			terminal.print(JSON.stringify({ ending: { kind: 'completed', ...result } }));
			return 0;
		}
		terminal.print(
			`${terminal.style('green', 'completed')} instance ${result.instanceKey} of ${result.processId} version ${result.version}`,
		);
		for (const line of ['', ...variableLines(result.variables, terminal)]) terminal.print(line);
		return 0;
	} finally {
		await engine.close();
	}
}
