/** Sandboxed process of an instance on the embedded engine. Models, tools and requests of jobs are asked outside. */
import { TroupeError } from '../../../core/base/errors';
import { parseJson } from '../../../core/base/text/json/lossless-json';
import { fillForm } from '../../../engine-adapter/cases/fill-form';
import type { EmbeddedEngine } from '../../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { searchWaits } from '../../../engine-adapter/embedded/state/instances/waits';
import type { EngineEvent } from '../../../engine-adapter/engine/engine-events';
import type { Variables } from '../../../engine-adapter/engine/variables';
import type { Worker } from '../../../engine-adapter/engine/workers';
import { jobTypes } from '../../../bpmn/job-types';
import { openWorkers } from '../../../engine-adapter/workers/open-workers';
import type { Host } from '../../../providers/compose/hosts/host';
import { AgentTasks } from '../../../engine-adapter/instance/agent-tasks';
import { buildTrace, type RunTrace } from '../../../engine-adapter/instance/build-trace';
import { chooseProcess } from '../../../engine-adapter/instance/choose-process';
import type { ProcessOutcome } from '../../../engine-adapter/instance/process-outcome';
import { readModelVersion } from '../../../engine-adapter/instance/model-version';
import { readModels } from '../../../engine-adapter/instance/read-models';
import { watchInstance } from '../../../engine-adapter/instance/watch-instance';
import type { ProcessPortTask, ScriptedAction } from '../ports/port-calls';
import { beginDiscovery } from './begin-discovery';
import { callHost } from './call-host';
import { openInsideHost } from './inside-host';
import { printResult } from './print-result';
import { withinRun } from './recorded-host';
import { openRemoteScope } from './remote-scope';
import { openScriptedWorkers } from './scripted-jobs';

export interface ProcessResult {
	process: RunTrace & { agents: ReturnType<AgentTasks['list']>; ending: ProcessOutcome };
}

void printResult(async () => {
	const task = (await callHost('task', null)) as ProcessPortTask;
	const scope = openRemoteScope(task);
	const engine = await openEmbeddedEngine({ file: ':memory:', zeebeVersion: task.target ?? (await readModelVersion(task.resources)) });
	try {
		beginDiscovery();
		const result = await withinRun(task, scope, () => runProcess(engine, task, scope.over));
		scope.over.throwIfAborted();
		return result;
	} finally {
		await engine.close();
	}
});

async function runProcess(engine: EmbeddedEngine, task: ProcessPortTask, over: AbortSignal): Promise<ProcessResult> {
	const { processes } = await engine.deploy(task.resources);
	const processId = chooseProcess(processes, task);
	const types = await listJobTypes(task);
	const script = parseJson(task.script) as ScriptedAction[];
	const agents = new AgentTasks();
	const workers: Worker[] = [await openWorkers(engine, openProcessHost(task), {}, agents.observe)];
	try {
		workers.push(...(await openScriptedWorkers(engine, new Set([...types.values()].filter((type) => !isOwn(type))), script)));
		const { instanceKey } = await engine.start({ processId, variables: parseJson(task.variables) as Variables });
		const { events, ending } = await play(engine, {
			script,
			instanceKey,
			over,
			timeoutMs: task.timeoutMs,
			isServed: (elementId) => types.has(elementId),
		});
		return { process: { ...(await buildTrace(engine, events)), agents: agents.list(), ending } };
	} finally {
		await Promise.all(workers.map((worker) => worker.close(0)));
	}
}

/** Requests of jobs leave through the sandbox's socket, which inserts `${NAME}`. */
const openProcessHost = (task: ProcessPortTask): Host => ({
	...openInsideHost(task),
	outside: fetch,
	boundSecrets: (name) => `\${${name}}`,
});

const isOwn = (type: string): boolean => jobTypes.some((one) => one === type);

/** By element. A type expression is unknown before the job: such a job waits. */
async function listJobTypes({ resources }: ProcessPortTask): Promise<Map<string, string>> {
	const nodes = (await readModels(resources)).flatMap(({ processes }) => processes.flatMap((process) => process.nodes));
	return new Map(nodes.flatMap(({ id, job }) => (job?.type === undefined || job.type.startsWith('=') ? [] : [[id, job.type] as const])));
}

interface Play extends Pick<ProcessPortTask, 'timeoutMs'> {
	script: ScriptedAction[];
	instanceKey: string;
	over: AbortSignal;
	isServed: (elementId: string) => boolean;
}

async function play(
	engine: EmbeddedEngine,
	{ script, instanceKey, over, timeoutMs, isServed }: Play,
): Promise<{ events: EngineEvent[]; ending: ProcessOutcome }> {
	const deadline = Date.now() + timeoutMs;
	const signal = AbortSignal.any([over, AbortSignal.timeout(timeoutMs)]);
	const options = { isServed, findWaits: () => engine.read(searchWaits), nextDueTime: () => engine.nextDueTime(), deadline, signal };
	for (;;) {
		const events: EngineEvent[] = [];
		const ending = await watchInstance(engine, instanceKey, options, (event) => void events.push(event));
		const index = script.findIndex(({ name }) => name !== 'completeJob');
		const waits = ending.kind === 'waits' || ending.kind === 'waits-for-person';
		if (!waits || index < 0) return { events, ending };
		await act(engine, script.splice(index, 1)[0]!);
	}
}

async function act(engine: EmbeddedEngine, action: ScriptedAction): Promise<void> {
	if (action.name === 'broadcastSignal') await engine.broadcastSignal(action.parameters);
	if (action.name === 'publishMessage') {
		const { name, correlationKey = '', ttlMs, ...message } = action.parameters;
		await engine.publishMessage({ name, correlationKey, timeToLiveMs: ttlMs, ...message });
	}
	if (action.name !== 'completeUserTask') return;
	const { elementId, variables = {}, withoutForm } = action.parameters;
	const tasks = await engine.searchUserTasks({});
	const task = tasks.find((one) => elementId === undefined || one.elementId === elementId);
	if (!task) throw refused(`No user task ${elementId ?? ''} waits.`);
	const { values, problems } = withoutForm ? { values: variables, problems: [] } : await fillForm(engine, task, variables);
	if (problems.length > 0) throw refused(`The form of ${task.elementId} refuses it: ${problems.join('; ')}.`);
	await engine.completeUserTask(task.key, values);
}

const refused = (message: string) =>
	new TroupeError({ code: 'INPUT_INVALID', message, fix: 'Correct the script: its steps happen in order, where the instance waits.' });
