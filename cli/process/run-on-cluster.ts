import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessFile } from '../../bpmn/reading/process-model';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import type { Resource } from '../../engine-adapter/engine/deployments';
import type { Instance } from '../../engine-adapter/engine/instances';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import { connectCluster, toEngineAddress } from './connect-cluster';
import { withLinting } from './deployment-notes';
import { AgentTasks } from '../../engine-adapter/instance/agent-tasks';
import { chooseProcess } from '../../engine-adapter/instance/choose-process';
import type { ProcessOutcome } from '../../engine-adapter/instance/process-outcome';
import { taskLines } from './trace/describe-tasks';
import { processOutcomeLines, chooseExitCode, listNames } from './process-outcome';
import type { Host } from '../../providers/compose/hosts/host';
import type { ProcessRunOptions } from './process-run-options';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

/** Deploys to a cluster, starts an instance and waits for its end. A worker must serve its jobs: `troupe worker` or `--with-worker`. */
export async function runOnCluster(
	resources: Resource[],
	models: ProcessFile[],
	options: ProcessRunOptions,
	host: Host,
	terminal: Terminal,
	connect = connectCluster,
): Promise<ExitCode> {
	const engine = await connect(toEngineAddress(options, terminal.environment), {
		environment: terminal.environment,
		onProblem: terminal.note,
		tenantId: terminal.tenant,
	});
	// Closing the engine closes its workers.
	terminal.stop.addEventListener('abort', () => void engine.close(), { once: true });
	try {
		const checked = options.lint ? withLinting(engine, host, terminal) : engine;
		const deployment = await checked.deploy(resources);
		const processId = chooseProcess(deployment.processes, options);
		const agents = new AgentTasks();
		if (options.withWorker) await (await import('../../engine-adapter/workers/open-workers')).openWorkers(engine, host, {}, agents.observe);
		const ending = engine.capabilities.search
			? await watch(engine, processId, options, terminal)
			: await awaitResult(engine, processId, options);
		if (ending.kind === 'stopped') terminal.note(stillRunning);
		if (options.trace === 'json') terminal.print(stringifyJson({ agents: agents.list(), agentsTotal: agents.total(), ending }));
		else for (const line of [...processOutcomeLines(ending, listNames(models), terminal), ...taskLines(agents)]) terminal.print(line);
		return chooseExitCode(ending);
	} finally {
		await engine.close();
	}
}

const stillRunning =
	'The instance is still running. Serve its jobs with `troupe worker` or `--with-worker`, inspect it in Operate, or wait longer with `--timeout`.';

type ClusterOutcome = ProcessOutcome & { instanceKey: string; processId: string; version: number };

/** The first and the max pause between two queries. */
const firstLookMs = 50;
const lastLookMs = 1_000;
/** A cluster exports its state with a delay. */
const exportedWithinMs = 20_000;

/** Queries the instance until it ends or waits for a person or the resolution of an incident. */
async function watch(engine: ProcessEngine, processId: string, options: ProcessRunOptions, terminal: Terminal): Promise<ClusterOutcome> {
	const startedAt = Date.now();
	const { instanceKey, version } = await engine.start({ processId, variables: options.variables });
	const which = { instanceKey, processId, version };
	if (options.trace === 'text') terminal.note(`instance ${instanceKey} of ${processId} version ${version}`);
	for (let pauseMs = firstLookMs; ; pauseMs = Math.min(pauseMs * 1.5, lastLookMs)) {
		const instance = await findInstance(engine, instanceKey, startedAt);
		if (instance && instance.state !== 'ACTIVE')
			return { ...which, kind: instance.state === 'COMPLETED' ? 'completed' : 'terminated', variables: instance.variables };
		const { variables } = instance ?? { variables: {} };
		const incidents = instance ? await engine.searchIncidents({ instanceKey }) : [];
		if (incidents.length > 0) return { ...which, kind: 'incident', incidents, variables };
		const tasks = instance ? await engine.searchUserTasks({ instanceKey }) : [];
		if (tasks.length > 0) return { ...which, kind: 'waits-for-person', elements: tasks.map((task) => task.elementId), variables };
		if (terminal.stop.aborted || Date.now() - startedAt + pauseMs > options.timeout) return { ...which, kind: 'stopped', variables };
		await sleep(pauseMs, undefined, { signal: terminal.stop }).catch(() => undefined);
	}
}

async function findInstance(engine: ProcessEngine, instanceKey: string, startedAt: number): Promise<Instance | undefined> {
	try {
		return await engine.findInstance(instanceKey);
	} catch (error) {
		if (isTroupeError(error) && error.code === 'INSTANCE_NOT_FOUND' && Date.now() - startedAt < exportedWithinMs) return undefined;
		throw error;
	}
}

async function awaitResult(engine: ProcessEngine, processId: string, { variables, timeout }: ProcessRunOptions): Promise<ClusterOutcome> {
	try {
		const result = await engine.startAndAwait({ processId, variables }, timeout);
		return { kind: 'completed', instanceKey: result.instanceKey, processId, version: result.version, variables: result.variables };
	} catch (cause) {
		if (!isTroupeError(cause) || cause.code !== 'ENGINE_TIMEOUT') throw cause;
		throw new TroupeError({
			code: 'ENGINE_TIMEOUT',
			message: `The instance of "${processId}" did not end within ${timeout / 1000} s. It is still running and may wait for a person, a worker or the resolution of an incident.`,
			fix: 'Inspect it in Operate or Tasklist, serve its jobs with `troupe worker` or `--with-worker`, or wait longer with `--timeout`.',
			cause,
		});
	}
}
