import { runAgent } from '../../core/agents/run-agent';
import { type AgentReference, composeAgent, type Host } from '../../providers/compose';
import type { Job, JobHandler, ProcessEngine, Worker, WorkerOptions } from '../engine';
import { toFailedJob, toJobOutcome } from '../to-job-outcome';
import { conversationOf, invalidJob, isPresent, textVariable } from './job-input';
import type { JobType } from './job-types';

/** The job type of a task that an agent does; docs/job-types/troupe-agent.md is its contract. */
export const agentJobType: JobType = 'troupe:agent';

const defaults: WorkerOptions = {
	name: 'troupe',
	concurrency: 8,
	timeoutMs: 60_000,
	// No more of a process's data leaves the engine than an agent needs.
	fetchVariables: ['message', 'conversationId', 'agent', 'agentDefinition'],
};

/**
 * Serves `troupe:agent` on an engine.
 * @throws TroupeError when the manifest does not allow it; then no job is taken
 */
export async function openAgentWorker(engine: ProcessEngine, host: Host, options: Partial<WorkerOptions> = {}): Promise<Worker> {
	await host.gate.admit({ kind: 'job-type', name: agentJobType });
	return engine.openWorker(agentJobType, { ...defaults, ...options }, agentJobHandler(host));
}

/** Runs the agent that a job names on the job's message. */
export function agentJobHandler(host: Host): JobHandler {
	return async (job, signal) => {
		try {
			const parts = await composeAgent(agentOf(job), { ...host, name: 'worker' });
			const request = { message: textVariable('message', job), conversationId: conversationOf(job) };
			return toJobOutcome(await runAgent(request, parts, signal));
		} catch (error) {
			// Told to stop: the engine gives the job back untouched.
			if (signal.aborted) throw error;
			return toFailedJob(error, job);
		}
	};
}

/** The model's header comes first: who may set variables shall not choose another agent than the designer did. */
function agentOf(job: Job): AgentReference {
	const { headers, variables } = job;
	if (headers.agent) return { kind: 'id', id: headers.agent };
	if (isPresent(variables.agentDefinition)) return { kind: 'inline', definition: variables.agentDefinition };
	if (isPresent(variables.agent)) return { kind: 'id', id: textVariable('agent', job) };
	throw invalidJob(job, 'names no agent', 'Give the task a header "agent" with the id of one, or a variable "agent" or "agentDefinition".');
}
