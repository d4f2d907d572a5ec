import type { ProcessFile } from '../../bpmn/reading/process-model';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { searchWaits } from '../../engine-adapter/embedded/state/instances/waits';
import type { Resource } from '../../engine-adapter/engine/deployments';
import type { EngineEvent } from '../../engine-adapter/engine/engine-events';
import { AgentTasks } from '../../engine-adapter/instance/agent-tasks';
import { buildTrace } from '../../engine-adapter/instance/build-trace';
import { chooseProcess } from '../../engine-adapter/instance/choose-process';
import { readModelVersion } from '../../engine-adapter/instance/model-version';
import { watchInstance } from '../../engine-adapter/instance/watch-instance';
import { jobTypes } from '../../bpmn/job-types';
import { adviceForRunInMemory } from './incident-advice';
import { processOutcomeLines, chooseExitCode, listNames } from './process-outcome';
import { withLinting } from './deployment-notes';
import type { Host } from '../../providers/compose/hosts/host';
import type { ProcessRunOptions } from './process-run-options';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { describeTask, totalLines } from './trace/describe-tasks';
import { Timeline } from './trace/timeline';
import { stringifyJson } from '../../core/base/text/json/lossless-json';

export async function runEmbedded(
	resources: Resource[],
	models: ProcessFile[],
	options: ProcessRunOptions,
	host: Host,
	terminal: Terminal,
): Promise<ExitCode> {
	const [{ openEmbeddedEngine }, { openWorkers }] = await Promise.all([
		import('../../engine-adapter/embedded/open-embedded-engine'),
		import('../../engine-adapter/workers/open-workers'),
	]);
	const engine = await openEmbeddedEngine({ file: ':memory:', zeebeVersion: options.target ?? (await readModelVersion(resources)) });
	try {
		const checked = options.lint ? withLinting(engine, host, terminal) : engine;
		const deployment = await checked.deploy(resources);
		const processId = chooseProcess(deployment.processes, options);
		const agents = new AgentTasks();
		const worker = await openWorkers(engine, host, {}, agents.observe);
		try {
			return await run(engine, processId, models, agents, options, terminal);
		} finally {
			await worker.close(0);
		}
	} finally {
		await engine.close();
	}
}

async function run(
	engine: EmbeddedEngine,
	processId: string,
	models: ProcessFile[],
	agents: AgentTasks,
	options: ProcessRunOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const nodes = models.flatMap(({ processes }) => processes.flatMap((process) => process.nodes));
	const served = new Set(nodes.filter((node) => jobTypes.some((type) => type === node.job?.type)).map((node) => node.id));
	const isServed = (elementId: string) => served.has(elementId);
	const deadline = Date.now() + options.timeout;
	const signal = AbortSignal.any([terminal.stop, AbortSignal.timeout(options.timeout)]);
	const timeline = new Timeline(models, Date.now(), terminal, (jobKey) => describeTask(agents, jobKey), adviceForRunInMemory);
	const events: EngineEvent[] = [];
	const { instanceKey } = await engine.start({ processId, variables: options.variables });
	const ending = await watchInstance(
		engine,
		instanceKey,
		{ isServed, findWaits: () => engine.read(searchWaits), nextDueTime: () => engine.nextDueTime(), deadline, signal },
		(event) => {
			events.push(event);
			const lines = options.trace === 'json' ? [stringifyJson({ event })] : timeline.lines(event);
			for (const line of lines) terminal.print(line);
		},
	);
	if (options.trace === 'json') {
		const used = { agents: agents.list(), agentsTotal: agents.total() };
		terminal.print(stringifyJson({ ...(await buildTrace(engine, events)), ...used, ending }));
	} else {
		for (const line of processOutcomeLines(ending, listNames(models), terminal, adviceForRunInMemory)) terminal.print(line);
		for (const line of totalLines(agents)) terminal.print(terminal.style('dim', line));
	}
	return chooseExitCode(ending);
}
