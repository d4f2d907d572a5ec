import { createHash } from 'node:crypto';
import type { AgentRequest, Decision } from '../../core/agents/agent-request';
import { isTimedOut } from '../../core/agents/loop/waiting/waiting-terms';
import type { Job } from '../engine/jobs';
import type { ProcessEngine } from '../engine/process-engine';
import { findOptionProblems, type RunOptions } from '../../core/agents/run-options';
import { dropNull, parseFacts } from '../../core/guardrails/conditions/parse-facts';
import type { GuardrailFacts } from '../../core/ports/guardrails/guardrail-facts';
import { readOrigins } from '../../core/ports/memory';
import { readSensitivity } from '../../core/ports/sensitivity';
import { personOf } from '../../core/memory/conversations/caller-conversations';
import {
	asBoolean,
	asNumber,
	invalidJob,
	isOfStarter,
	isPresent,
	nameVariable,
	presentVariables,
	readContact,
	readConversation,
	readHeaders,
	textVariable,
} from './job-input';
import { askerVariables } from './read-asker';
import { toolboxVariables } from './toolbox/toolbox-variables';
import type { AgentReference } from '../../providers/compose/agents/agent-reference';

/** Limits the process data that leaves the engine. */
export const agentVariables = [
	'message',
	'images',
	'personId',
	'facts',
	'agent',
	'agentDefinition',
	'agentState',
	'decisions',
	'origins',
	'sensitivity',
	...askerVariables,
	...toolboxVariables,
];

interface AgentTask {
	agent: AgentReference;
	request: AgentRequest;
	options: RunOptions;
}

/**
 * @param engine tells its jobs from those of other engines with the same keys @param decided the decisions, if not from the process @throws
 * TroupeError INPUT_INVALID
 */
export function readAgentTask(job: Job, engine?: string, decided?: Decision[]): AgentTask {
	const { images, ...options } = readOptions(job);
	const asked = { ...readQuestion(job, decided), conversationId: readConversation(job), ...readPerson(job), ...(images && { images }) };
	const contact = readContact(job);
	const { dryRun } = options;
	const { facts } = job.variables;
	const origins = isPresent(job.variables.origins) ? readOrigins(job.variables.origins) : findUnknown(job);
	const sensitivity = readSensitivity(job.variables.sensitivity);
	return {
		agent: readAgent(job),
		request: {
			...asked,
			runId: computeRunId(job, { ...asked, ...(dryRun && { dryRun }) }, engine),
			...(contact !== undefined && { contact }),
			...(origins && { origins }),
			...(sensitivity && { sensitivity }),
			...(isPresent(facts) && { facts: dropNull(facts) as GuardrailFacts }),
			...(job.session !== undefined && { session: job.session }),
			...(job.startedBy !== undefined && { by: `process:${job.instanceKey}:${job.startedBy}` }),
		},
		options,
	};
}

/** Without `origins`, the author of the message is unknown. An earlier agent task sets none if it read no text of others. */
function findUnknown({ variables: { agent } }: Job): 'unknown' | undefined {
	return typeof agent === 'object' && agent !== null ? undefined : 'unknown';
}

/** Only headers set limits: they are the designer's. `checkAgentTask` checks them and the facts. */
function readOptions(job: Job): RunOptions {
	return {
		...presentVariables(job, ['images']),
		...readHeaders(job, { dryRun: asBoolean, costUsd: asNumber, timeoutMs: asNumber }),
	};
}

/** @throws TroupeError INPUT_INVALID, naming the wrong facts, images or headers */
export async function checkAgentTask({ request: { images, facts }, options }: AgentTask, job: Job): Promise<void> {
	if (facts) await parseFacts(facts, nameVariable(job, 'facts'));
	const problems = await findOptionProblems({ ...options, ...(images && { images }) });
	if (problems.length === 0) return;
	throw invalidJob(
		job,
		`has options that are not valid: ${problems.join('; ')}`,
		'Correct its headers "costUsd", "timeoutMs" and "dryRun", or what is mapped to "images".',
	);
}

function readQuestion(job: Job, decided?: Decision[]): Pick<AgentRequest, 'message' | 'resume'> {
	const { agentState: state, message } = job.variables;
	if (!isPresent(state)) return { message: textVariable('message', job) };
	return {
		message: typeof message === 'string' ? message : '',
		resume: { state, decisions: decided ?? readDecisions(job), by: `process:${job.instanceKey}` },
	};
}

/** Names the person who decided, if the engine knows. Without the view, the decisions could be of an earlier question. */
export async function nameDecider(
	{ instanceKey, elementInstanceKey, variables: { decisions } }: Job,
	{ by, ...resume }: NonNullable<AgentRequest['resume']>,
	engine: Pick<ProcessEngine, 'findSetter'>,
): Promise<NonNullable<AgentRequest['resume']>> {
	const isNamed = resume.decisions.length > 0 && resume.decisions.every((one) => one.kind === 'question' || one.viewSha256 !== undefined);
	const person = isNamed ? await engine.findSetter?.({ instanceKey, except: elementInstanceKey, value: decisions }) : undefined;
	return { ...resume, by: person === undefined ? by : `${by}:${person}` };
}

function readPerson(job: Job): Pick<AgentRequest, 'person'> {
	const caller = personOf(job.startedBy);
	if (caller !== undefined) return isOfStarter(job) ? { person: caller } : {};
	return isPresent(job.variables.personId) ? { person: textVariable('personId', job) } : {};
}

/**
 * The header precedes the mapped name: users who may set variables must not replace the designer's agent. The variable "agent" of an earlier job's
 * result is not a name.
 */
function readAgent(job: Job): AgentReference {
	const { headers, variables } = job;
	const header = headers.agent?.trim();
	if (header) return { kind: 'id', id: header };
	const isNamed = typeof variables.agent === 'string' && isPresent(variables.agent);
	if (!isNamed && isPresent(variables.agentDefinition)) return { kind: 'inline', definition: variables.agentDefinition };
	if (isPresent(variables.agent)) return { kind: 'id', id: textVariable('agent', job) };
	throw invalidJob(
		job,
		'does not name an agent',
		'Give the task a header "agent" with the id of an agent, or a variable "agent" or "agentDefinition".',
	);
}

function readDecisions(job: Job): Decision[] {
	const { agentState, decisions } = job.variables;
	const isNone = !isPresent(decisions) || (Array.isArray(decisions) && decisions.length === 0);
	// A timer in the process ended the wait.
	if (isNone && isTimedOut(agentState as object, Date.now())) return [];
	if (isNone || !Array.isArray(decisions)) throw badDecisions(job);
	return decisions.map((one: unknown): Decision => {
		const { id, approved, comment, answer, viewSha256, statement } = (one ?? {}) as Record<string, unknown>;
		if (typeof id !== 'string') throw badDecisions(job);
		const view = { ...(typeof viewSha256 === 'string' && { viewSha256 }), ...(typeof statement === 'string' && { statement }) };
		if (typeof approved === 'boolean') return { id, kind: 'approval', approved, ...(typeof comment === 'string' && { comment }), ...view };
		if (typeof answer === 'string') return { id, kind: 'question', answer };
		throw badDecisions(job);
	});
}

function badDecisions(job: Job) {
	return invalidJob(
		job,
		'continues with "agentState", but its "decisions" are not valid',
		'Set "decisions" in the user task to a list of {id, approved, comment, viewSha256} or {id, answer}, one for each entry of "pending".',
	);
}

/** Equal for a redelivered job: no effect happens twice. Includes the input: a reset cluster repeats keys. */
function computeRunId({ key, processDefinitionKey, elementInstanceKey }: Job, asked: object, engine?: string): string {
	const identity = JSON.stringify([processDefinitionKey, elementInstanceKey, asked, ...(engine === undefined ? [] : [engine])]);
	return `job-${key}-${createHash('sha256').update(identity).digest('hex').slice(0, 16)}`;
}
