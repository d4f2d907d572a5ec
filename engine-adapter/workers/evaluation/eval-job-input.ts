import type { Job } from '../../engine/jobs';
import { asNumber, asText, invalidJob, isPresent, nameVariable, readHeaders } from '../job-input';
import type { AgentReference } from '../../../providers/compose/agents/agent-reference';

export const evalVariables = ['set', 'evaluationSet', 'agent', 'agentVersion', 'agentDefinition', 'model', 'threshold'];

export interface EvalJob {
	set: { kind: 'name'; name: string } | { kind: 'document'; document: unknown; where: string };
	agent?: AgentReference;
	agentName?: string;
	model?: string;
	threshold: number;
	onFailure: 'complete' | 'bpmn-error';
	timeoutMs: number;
}

const usualTimeoutMs = 300_000;
const maxTimeoutMs = 3_600_000;

/** Headers precede variables: users who may set variables must not choose an easier set or another agent. @throws TroupeError INPUT_INVALID */
export function readEvalJob(job: Job): EvalJob {
	const headers = readHeaders(job, {
		set: asText,
		agent: asText,
		agentVersion: asText,
		model: asText,
		threshold: asNumber,
		onFailure: asText,
		timeoutMs: asNumber,
	});
	const read = (name: string): unknown => headers[name] ?? (isPresent(job.variables[name]) ? job.variables[name] : undefined);
	const model = readText(job, 'model', read('model'));
	const version = readText(job, 'agentVersion', read('agentVersion'));
	return {
		set: readSet(job, headers.set),
		...readAgent(job, headers.agent, version),
		...(model !== undefined && { model }),
		threshold: readShare(job, read('threshold') ?? 1),
		onFailure: readEnd(job, headers.onFailure ?? 'complete'),
		timeoutMs: readTimeout(job, headers.timeoutMs ?? usualTimeoutMs),
	};
}

function readSet(job: Job, header: unknown): EvalJob['set'] {
	const { set, evaluationSet } = job.variables;
	const name = header ?? (set === '' ? undefined : set);
	if (typeof name === 'string') return { kind: 'name', name };
	if (isPresent(evaluationSet)) return { kind: 'document', document: evaluationSet, where: nameVariable(job, 'evaluationSet') };
	throw invalidJob(
		job,
		'does not name an evaluation set',
		'Give the task a header "set" with the name of a set, such as support@^1, or a variable "set" or "evaluationSet".',
	);
}

function readAgent(job: Job, header: unknown, version: string | undefined): Pick<EvalJob, 'agent' | 'agentName'> {
	const { agent, agentDefinition } = job.variables;
	const name = typeof header === 'string' ? header : typeof agent === 'string' && agent !== '' ? agent : undefined;
	if (name !== undefined) {
		const whole = version === undefined ? name : `${name}@${version}`;
		return { agent: { kind: 'id', id: whole }, agentName: whole };
	}
	if (isPresent(agentDefinition)) return { agent: { kind: 'inline', definition: agentDefinition }, agentName: 'agentDefinition' };
	if (version === undefined) return {};
	throw invalidJob(job, 'has an "agentVersion" without an "agent"', 'Name the agent in the header or the variable "agent".');
}

function readText(job: Job, name: string, value: unknown): string | undefined {
	if (value === undefined || typeof value === 'string') return value;
	throw invalidJob(job, `has a "${name}" that is not a text`, 'Correct it.');
}

function readShare(job: Job, value: unknown): number {
	if (typeof value === 'number' && value >= 0 && value <= 1) return value;
	throw invalidJob(
		job,
		`has a threshold that is not a number from 0 to 1: ${JSON.stringify(value).slice(0, 40)}`,
		'Set it to the share of cases that must pass, such as 0.95.',
	);
}

function readEnd(job: Job, value: unknown): EvalJob['onFailure'] {
	if (value === 'complete' || value === 'bpmn-error') return value;
	throw invalidJob(job, 'has an unknown header "onFailure"', 'Set it to complete or bpmn-error.');
}

function readTimeout(job: Job, value: unknown): number {
	if (typeof value === 'number' && value >= 100 && value <= maxTimeoutMs) return value;
	throw invalidJob(job, `has a header "timeoutMs" that is not a number from 100 to ${maxTimeoutMs}`, 'Correct it.');
}
