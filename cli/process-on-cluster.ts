import { isTroupeError, TroupeError } from '../core/errors';
import { stringifyJson } from '../core/lossless-json';
import type { ProcessEngine, Resource } from '../engine-adapter/engine';
import type { Host } from '../providers/compose';
import { connectCluster } from './cluster';
import { lintingEngine } from './deployment-notes';
import { chooseProcess, type ProcessRunOptions } from './process-run-options';
import type { ExitCode } from './report-error';
import type { Terminal } from './terminal';
import { variableLines } from './variable-lines';

/** Deploys to a Zeebe cluster, starts an instance and waits for its result. A worker must serve its jobs: `troupe worker`, or `--with-worker`. */
export async function runOnCluster(
	resources: Resource[],
	options: ProcessRunOptions,
	host: Host,
	terminal: Terminal,
	connect = connectCluster,
): Promise<ExitCode> {
	const engine = await connect(options.address, terminal.note);
	// The engine's end closes its workers too.
	terminal.stop.addEventListener('abort', () => void engine.close(), { once: true });
	try {
		const checked = options.lint ? lintingEngine(engine, host, terminal) : engine;
		const deployment = await checked.deploy(resources);
		const processId = chooseProcess(deployment.processes, options);
		if (options.withWorker) await (await import('../engine-adapter/workers/agent')).openAgentWorker(engine, host);
		const result = await awaitResult(engine, processId, options);
		if (options.trace === 'json') {
			terminal.print(stringifyJson({ ending: { kind: 'completed', ...result } }));
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

async function awaitResult(engine: ProcessEngine, processId: string, { variables, timeout }: ProcessRunOptions) {
	try {
		return await engine.startAndAwait({ processId, variables }, timeout * 1000);
	} catch (cause) {
		if (!isTroupeError(cause) || cause.code !== 'ENGINE_TIMEOUT') throw cause;
		throw new TroupeError({
			code: 'ENGINE_TIMEOUT',
			message: `The instance of "${processId}" did not end within ${timeout} s. It goes on: it may wait for a person, for a worker, or with an incident.`,
			fix: 'Look at it in Operate or Tasklist; serve its jobs with `troupe worker` or `--with-worker`; or wait longer with `--timeout`.',
			cause,
		});
	}
}
