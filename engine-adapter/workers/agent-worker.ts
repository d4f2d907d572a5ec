import type { AgentEvent } from '../../core/agents/agent-event';
import type { AgentOutcome, AskedHandOver, OutsideCall, RunState } from '../../core/agents/agent-outcome';
import { nameRun } from '../../core/agents/agent-request';
import type { Decision } from '../../core/agents/agent-request';
import { runAgent } from '../../core/agents/run-agent';
import { tightenLimits } from '../../core/agents/run-options';
import { composeAgent } from '../../providers/compose/agents/agent';
import { beforeRun } from '../../providers/compose/agents/before-run';
import type { AdmittedWork } from '../../manifests/gate/while-admitted';
import type { Host } from '../../providers/compose/hosts/host';
import type { AdHocActivation, Job, JobHandler, JobOutcome } from '../engine/jobs';
import type { ProcessEngine } from '../engine/process-engine';
import type { Worker, WorkerOptions } from '../engine/workers';
import { toJobOutcome } from '../to-job-outcome';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import { isPresent } from './job-input';
import { readAsker } from './read-asker';
import { agentVariables, checkAgentTask, nameDecider, readAgentTask } from './agent-job-input';
import { once } from '../../core/base/async/once';
import { findDatabase } from '../../providers/compose/state/state-place';
import { admittedJob, openGatedWorker } from './gated-worker';
import { toJobHost } from './job-host';
import type { JobType } from '../../bpmn/job-types';
import { elementTools, readElementId } from './toolbox/element-tools';
import { openReporter } from './reporting/agent-reporter';
import { noteRun } from './run-of-job';
import { readElements, readResults } from './toolbox/toolbox-variables';
import { judgeAgents } from './listed-agents';
import type { ElementResult } from './toolbox/toolbox-variables';
import { withResultMapping } from './with-result-mapping';

/** The run begins or resumes (with these decisions), or the job waits for elements. */
type NextStep = { kind: 'run'; decided?: Decision[] } | { kind: 'answer'; outcome: JobOutcome };

/** The engine asks again when an element ends, so most jobs only wait. */
function planStep({ variables: { agentState } }: Job, results: ElementResult[]): NextStep {
	if (!isPresent(agentState)) return { kind: 'run' };
	const atWork = listAtWork(agentState as RunState);
	if (atWork.length === 0) return { kind: 'run' };
	const isDone = atWork.every((call) => results.some(({ id }) => id === call?.id));
	return isDone ? { kind: 'run', decided: [] } : { kind: 'answer', outcome: { kind: 'complete', variables: {}, adHoc: { activate: [] } } };
}

/** Activates allowed elements. Anything else, approvals too, ends the sub-process. */
function toToolboxOutcome(outcome: AgentOutcome, answered: JobOutcome): JobOutcome {
	if (answered.kind !== 'complete') return answered;
	const calls = 'outside' in outcome ? (outcome.outside ?? []) : [];
	if (calls.length === 0) return endToolbox(answered);
	return { kind: 'complete', variables: { agentState: answered.variables.agentState }, adHoc: { activate: calls.map(toActivation) } };
}

const endToolbox = (answered: JobOutcome & { kind: 'complete' }): JobOutcome => ({ ...answered, adHoc: { complete: true } });

function toActivation({ id, source, arguments: input }: OutsideCall): AdHocActivation {
	const elementId = readElementId(source)!;
	const toolCall = { _meta: { id, name: elementId }, ...(input as object) };
	// An empty result of its own: otherwise parallel elements would share one variable of the process.
	return { elementId, variables: { toolCall, toolCallResult: '' } };
}

/** The state is unverified: a changed one only waits, or is refused on resume. */
function listAtWork({ trail }: RunState): Array<OutsideCall | null> {
	const entries = Array.isArray(trail) ? (trail as Array<{ kind?: string; outside?: Array<OutsideCall | null> } | null>) : [];
	const outside = entries.findLast((entry) => entry?.kind === 'suspended')?.outside;
	return Array.isArray(outside) ? outside : [];
}

/** Its contract is docs/job-types/troupe-agent.md. */
const agentJobType: JobType = 'troupe:agent';

const defaults: WorkerOptions = { name: 'troupe', concurrency: 8, timeoutMs: 60_000, fetchVariables: agentVariables };

export type AgentObserver = (event: AgentEvent, job: Job) => void;

/**
 * Serves `troupe:agent` on an engine.
 * @throws TroupeError when the manifest does not allow it; then no job is taken
 */
export async function openAgentWorker(
	engine: ProcessEngine,
	host: Host,
	options: Partial<WorkerOptions> = {},
	observe?: AgentObserver,
): Promise<Worker> {
	const handler = agentJobHandler(host, observe, engine, options.onTrouble);
	return openGatedWorker(engine, host.gate, agentJobType, { ...defaults, ...options }, handler);
}

/** The process asks again: an invalid decision makes no incident. */
const waitOn = ({ variables: { agentState } }: Job, { message, fix }: TroupeError): JobOutcome & { kind: 'complete' } => ({
	kind: 'complete',
	variables: { outcome: 'needs-human', reason: 'approval', agentState, decisions: null, decisionRefused: `${message} ${fix ?? ''}`.trim() },
});

export function agentJobHandler(
	host: Host,
	observe?: AgentObserver,
	engine: Pick<ProcessEngine, 'identify' | 'reportAgent' | 'findSetter'> = {},
	onTrouble?: WorkerOptions['onTrouble'],
): JobHandler {
	// Engines that share a database of runs can have jobs with the same key.
	const identity = once(async () => (findDatabase(host) === undefined ? undefined : engine.identify?.()));
	const work = async (job: Job, { gate, signal }: AdmittedWork): Promise<JobOutcome> => {
		const elements = readElements(job);
		const results = elements ? readResults(job) : [];
		const step: NextStep = elements ? planStep(job, results) : { kind: 'run' };
		if (step.kind === 'answer') return step.outcome;
		const named = toJobHost(host, job);
		const { agent, request, options } = await beforeRun(named, {}, async () => {
			const task = readAgentTask(job, await identity(), step.decided);
			noteRun(job, nameRun(task.request));
			await checkAgentTask(task, job);
			const asker = task.request.resume && job.startedBy === undefined ? job.asker : await readAsker(job, named);
			const { resume } = task.request;
			const decided = resume && !step.decided && { resume: await nameDecider(job, resume, engine) };
			return { ...task, request: { ...task.request, ...(asker && { asker }), ...decided } };
		});
		const mode = options.dryRun && { mode: 'dry-run' as const };
		const tools = elements && [...(host.tools ?? []), ...elementTools(elements, results)];
		let asked: AskedHandOver | null = null;
		const hearHandOver = async ({ reason, summary }: AskedHandOver): Promise<void> => void (asked = { reason, summary });
		const jobHost = { ...named, gate: judgeAgents(gate, host), hearHandOver, ...(tools && { tools }) };
		const composed = await composeAgent(agent, jobHost, { ...request, ...mode });
		const parts = { ...composed, definition: tightenLimits(composed.definition, options), ...mode };
		const reporter = openReporter(engine, { job, parts, onTrouble });
		const onEvent = (event: AgentEvent): void => {
			reporter?.observe(event);
			observe?.(event, job);
		};
		let outcome: AgentOutcome;
		try {
			outcome = await runAgent(request, observe || reporter ? { ...parts, onEvent } : parts, signal);
		} catch (error) {
			if (isTroupeError(error) && error.code === 'DECISION_REFUSED') return elements ? endToolbox(waitOn(job, error)) : waitOn(job, error);
			throw error;
		} finally {
			await reporter?.settle();
		}
		const answered = toJobOutcome(outcome, parts.definition, asked);
		return elements ? toToolboxOutcome(outcome, answered) : answered;
	};
	return (job, stop) => admittedJob(host, agentJobType, job, stop, (admitted) => withResultMapping(job, () => work(job, admitted)));
}
