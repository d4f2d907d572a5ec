import { personOf } from '../../../core/memory/conversations/caller-conversations';
import { readOrigins } from '../../../core/ports/memory';
import { readSensitivity } from '../../../core/ports/sensitivity';
import type { Job } from '../../engine/jobs';
import { asNumber, asText, readConversation, invalidJob, isOfStarter, isPresent, presentVariables, readHeaders } from '../job-input';

export const memoryVariables = ['person', 'conversationId', 'message', 'reply', 'facts', 'question', 'set', 'origins', 'sensitivity'];

const operations = ['remember', 'recall', 'preferences', 'export', 'forget'];

export interface MemoryRequest extends Record<string, unknown> {
	operation: string;
	conversation?: string;
	turn?: { message: unknown; reply: unknown };
}

/** The default conversation is that of the process instance. @throws TroupeError INPUT_INVALID */
export function readMemoryTask(job: Job): MemoryRequest {
	const {
		operation = 'remember',
		persons,
		...bounds
	} = readHeaders(job, {
		operation: asText,
		persons: asText,
		top: asNumber,
		turns: asNumber,
		timeoutMs: asNumber,
	});
	if (!operations.includes(operation as string))
		throw invalidJob(job, 'has an unknown operation in its header', `Give the task a header "operation": ${operations.join(', ')}.`);
	if (persons !== undefined && persons !== 'any')
		throw invalidJob(job, 'has an unknown value in its header "persons"', 'Leave the header out, or set it to any.');
	return { operation: operation as string, ...bounds, ...readParts(operation as string, job, persons === 'any') };
}

function readParts(operation: string, job: Job, isAnybody: boolean): Partial<MemoryRequest> {
	const { message, reply, facts, question, set, ...named } = presentVariables(job, memoryVariables);
	const origins = readOrigins(named.origins);
	const sensitivity = readSensitivity(named.sensitivity);
	const from = { ...(origins && { origins }), ...(sensitivity && { sensitivity }) };
	const person = isAnybody ? named.person : readPerson(operation, job, named.person);
	switch (operation) {
		case 'remember':
			return { person, facts, ...from, ...((message ?? reply) !== undefined && readTurn(job)) };
		case 'recall':
			return { person, question, conversation: readConversation(job) };
		case 'preferences':
			return { person, set, ...from };
		case 'forget':
			return person === undefined ? { conversation: namedConversation(job) } : { person };
		default:
			return { person };
	}
}

/** A user who may start a process could name anybody: if the engine knows the starter, the memory is theirs. */
function readPerson(operation: string, job: Job, named: unknown): unknown {
	const own = personOf(job.startedBy);
	if (own === undefined) return named;
	const any = 'give the task a header "persons": any, if whoever may start the process may use the memory of all people.';
	if (!isOfStarter(job))
		throw invalidJob(
			job,
			'uses the memory of the person who started the instance, but another caller changed the instance',
			`Start a new instance, or ${any}`,
		);
	if (named !== undefined && named !== own)
		throw invalidJob(job, 'names another person than the one who started the instance', `Leave "person" out, or ${any}`);
	return operation === 'forget' ? named : own;
}

function readTurn(job: Job): Partial<MemoryRequest> {
	const { message, reply } = job.variables;
	return { conversation: readConversation(job), turn: { message: message ?? '', reply: reply ?? '' } };
}

function namedConversation(job: Job): string {
	if (isPresent(job.variables.conversationId)) return readConversation(job);
	throw invalidJob(
		job,
		'does not name a person or conversation to forget',
		'Map the person to the variable "person", or a conversation to "conversationId".',
	);
}
