import type { AgentEvent } from '../../core/agents/agent-event';
import { runAgent } from '../../core/agents/run-agent';
import { composeAgent } from '../../providers/compose/agents/agent';
import type { Host } from '../../providers/compose/host';
import type { Job, JobHandler, ProcessEngine, Worker, WorkerOptions } from '../engine';
import { toJobOutcome } from '../to-job-outcome';
import { agentVariables, readAgentTask } from './agent-job-input';
import { admittedJob, openGatedWorker } from './gated-worker';
import { toJobHost } from './job-host';
import type { JobType } from './job-types';
import { judgeAgents } from './listed-agents';

/** The job type of a task that an agent does; docs/job-types/troupe-agent.md is its contract. */
const agentJobType: JobType = 'troupe:agent';

const defaults: WorkerOptions = { name: 'troupe', concurrency: 8, timeoutMs: 60_000, fetchVariables: agentVariables };

/** Told of each step of an agent, with the job that it works on. */
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
	return openGatedWorker(engine, host.gate, agentJobType, { ...defaults, ...options }, agentJobHandler(host, observe));
}

/** Runs the agent that a job names on the job's message, or goes on with a run that waited for a person. */
export function agentJobHandler(host: Host, observe?: AgentObserver): JobHandler {
	return (job, stop) =>
		admittedJob(host.gate, agentJobType, job, stop, async ({ gate, signal }) => {
			const { agent, request } = readAgentTask(job);
			const parts = await composeAgent(agent, { ...toJobHost(host, job), gate: judgeAgents(gate, host) }, request);
			const onEvent = observe && ((event: AgentEvent) => observe(event, job));
			const outcome = await runAgent(request, onEvent ? { ...parts, onEvent } : parts, signal);
			return toJobOutcome(outcome, parts.definition);
		});
}
