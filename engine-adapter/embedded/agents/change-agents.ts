import { TroupeError } from '../../../core/base/errors';
import { expectInput } from '../expect-input';
import type { Kernel } from '../flow/kernel';
import { instanceNotFound } from '../flow/process-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import { findInstance } from '../state/instances/element-instances';
import { findJob, jobNotFound, type JobRow } from '../work/job-rows';
import type { AgentConfiguration, AgentItem, AgentMetrics, ReportedStatus } from './agent-instance';
import { addMetrics, appendItems, type CreatedItem } from './agent-items';
import { findAgent, findAgentOf, insertAgent, linkElement, saveAgent, type AgentRow } from './agent-store';

export interface JobClaim {
	key: number;
	lease: string;
}

export interface AgentCreation {
	elementInstanceKey: number;
	configuration?: Partial<AgentConfiguration>;
	job?: JobClaim;
	history: AgentItem[];
}

export interface AgentUpdate {
	elementInstanceKey: number;
	status?: ReportedStatus;
	metrics?: Partial<AgentMetrics>;
	configuration?: Partial<AgentConfiguration>;
	job?: JobClaim;
	history: AgentItem[];
}

/** @throws TroupeError INSTANCE_NOT_FOUND, JOB_NOT_FOUND for a job that is not active under this lease, STATE_CONFLICT for a second agent */
export function createAgent(kernel: Kernel, { elementInstanceKey, configuration, job, history }: AgentCreation) {
	const element = needElement(kernel, elementInstanceKey);
	if (findAgentOf(kernel, element.key)) throw alreadyThere(element);
	if (job && needJobOf(kernel, element, job.key).lease !== job.lease) throw wrongLease(job.key);
	const changes = history.map((item) => item.changes ?? {});
	const agent = insertAgent(kernel, element, Object.assign({}, configuration, ...changes) as Partial<AgentConfiguration>);
	const created = append(kernel, agent, element, job, history, ({ role }) => (role === 'CONFIGURATION' ? 'COMMITTED' : 'PENDING'));
	saveAgent(kernel, { ...agent, writerJob: job?.key ?? null });
	return { key: String(agent.key), created };
}

/**
 * A lost activation may report too: its usage counts, and its items wait until the job's end, which discards them. @throws TroupeError
 * RESOURCE_NOT_FOUND, INSTANCE_NOT_FOUND, JOB_NOT_FOUND, STATE_CONFLICT while another element writes
 */
export function updateAgent(kernel: Kernel, key: number, update: AgentUpdate): CreatedItem[] {
	const { status, metrics = {}, configuration = {}, job, history } = update;
	const agent = needAgent(kernel, key);
	const element = needElement(kernel, update.elementInstanceKey);
	refuseOther(kernel, agent, element);
	if (job) needJobOf(kernel, element, job.key);
	linkElement(kernel, agent, element);
	agent.metrics = addMetrics(agent.metrics, metrics);
	const created = append(kernel, agent, element, job, history, () => 'PENDING');
	saveAgent(kernel, {
		...agent,
		status: status ?? agent.status,
		configuration: { ...agent.configuration, ...configuration },
		writerJob: job?.key ?? agent.writerJob,
	});
	return created;
}

/** For the first versions of the API: refuses a lost activation. @throws as updateAgent */
export function appendItem(kernel: Kernel, key: number, update: AgentUpdate & { job: JobClaim }): string {
	const element = needElement(kernel, update.elementInstanceKey);
	if (needJobOf(kernel, element, update.job.key).lease !== update.job.lease) throw wrongLease(update.job.key);
	return updateAgent(kernel, key, update)[0]!.key;
}

function append(
	kernel: Kernel,
	agent: AgentRow,
	element: ElementInstance,
	job: JobClaim | undefined,
	history: AgentItem[],
	statusOf: Parameters<typeof appendItems>[4],
): CreatedItem[] {
	if (!job) return [];
	return appendItems(kernel, agent, history, { elementInstanceKey: element.key, jobKey: job.key, lease: job.lease }, statusOf);
}

/** @throws TroupeError RESOURCE_NOT_FOUND */
function needAgent(kernel: Kernel, key: number): AgentRow {
	const agent = findAgent(kernel, key);
	if (agent && agent.endedAt === null) return agent;
	throw agentNotFound(key);
}

export const agentNotFound = (key: number): TroupeError =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `There is no agent instance ${key} that is at work.`,
		fix: 'Check the key. Its process instance may have ended.',
		details: { key: String(key) },
	});

function needElement(kernel: Kernel, key: number): ElementInstance {
	const element = findInstance(kernel, key);
	if (!element || element.state === 'TERMINATING') throw instanceNotFound(key);
	const node = kernel.definitions.get(element.definitionKey).node(element.elementId);
	expectInput(
		node.job !== undefined || node.adHoc !== undefined,
		`Element "${element.elementId}" is a ${node.type}, in which no agent works.`,
		'Name an instance of a service task or an ad-hoc sub-process.',
	);
	return element;
}

function needJobOf(kernel: Kernel, element: ElementInstance, key: number): JobRow {
	const job = findJob(kernel, key);
	if (!job || job.element_instance_key !== element.key) throw jobNotFound(key);
	return job;
}

/** The agent goes on in one place at a time: where its job is active. */
function refuseOther(kernel: Kernel, agent: AgentRow, element: ElementInstance): void {
	const isOfSame = agent.instanceKey === element.instanceKey && agent.elementId === element.elementId;
	expectInput(
		isOfSame,
		`Agent instance ${agent.key} works in the element "${agent.elementId}" of process instance ${agent.instanceKey}, not in element instance ${element.key}.`,
		'Name an element instance of this agent.',
	);
	const writer = agent.writerJob === null ? undefined : findJob(kernel, agent.writerJob);
	if (writer?.state !== 'ACTIVATED' || writer.element_instance_key === element.key) return;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Agent instance ${agent.key} is written by job ${writer.key} of another element instance.`,
		fix: 'Wait until that job is over, or create an agent instance for this element instance.',
		details: { key: String(agent.key), jobKey: String(writer.key) },
	});
}

const wrongLease = (key: number): TroupeError =>
	new TroupeError({
		code: 'JOB_NOT_FOUND',
		message: `Job ${key} does not hold the lease of this request.`,
		fix: 'Activate the job with `withLease`, and pass the token of that activation.',
		details: { jobKey: String(key) },
	});

const alreadyThere = ({ key }: ElementInstance): TroupeError =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Element instance ${key} already has an agent instance.`,
		fix: 'Search for it, and update it.',
		details: { elementInstanceKey: String(key) },
	});
