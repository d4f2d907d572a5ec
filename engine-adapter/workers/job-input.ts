import { TroupeError } from '../../core/base/errors';
import { bindConversation, isBoundConversation, personOf } from '../../core/memory/conversations/caller-conversations';
import type { Job } from '../engine/jobs';

type JobPlace = Pick<Job, 'processId' | 'elementId' | 'key'>;

/** @throws TroupeError INPUT_INVALID for anything but a text that is not empty */
export function textVariable(name: string, { variables, ...job }: Job): string {
	const value = variables[name];
	if (typeof value === 'string' && value !== '') return value;
	throw invalidJob(
		job,
		`needs a text in its variable "${name}", but has ${describeKind(value)}`,
		`Set "${name}" when the process is started, or map it with an input mapping.`,
	);
}

function describeKind(value: unknown): string {
	if (value === null) return 'null';
	if (value === '') return 'an empty text';
	if (value === undefined) return 'nothing';
	return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/**
 * Returns the instance's conversation, or the one that the process names. An id from a service caller's instance belongs to that caller, and is
 * out of reach once somebody else adds input. @throws TroupeError INPUT_INVALID
 */
export function readConversation(job: Job): string {
	if (!isPresent(job.variables.conversationId)) return job.instanceKey;
	const id = textVariable('conversationId', job);
	if (job.startedBy !== undefined) return isOfStarter(job) ? bindConversation(id, job.startedBy) : job.instanceKey;
	if (!isBoundConversation(id)) return id;
	throw invalidJob(
		job,
		'names a conversation of a caller of the service',
		'Set "conversationId" to an ID that does not begin with "caller:".',
	);
}

/** Returns true if all input of the instance comes from its starter, or from callers with all of the starter's names. */
export const isOfStarter = ({ startedBy, asker }: Job): boolean =>
	startedBy === undefined || asker === undefined || asker.includes(`person:${personOf(startedBy) ?? startedBy}`);

/** Returns whose messages guardrails count: the person who started the instance; for programs the `personId` or their key; undefined if unknown. */
export function readContact(job: Job): string | undefined {
	const person = personOf(job.startedBy);
	if (person !== undefined) return person;
	return isPresent(job.variables.personId) ? textVariable('personId', job) : job.startedBy;
}

/** An input mapping of a variable that does not exist gives null. */
export const isPresent = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

export const nameVariable = ({ processId, elementId }: JobPlace, name: string): string =>
	`The variable "${name}" of task "${elementId}" of process "${processId}"`;

/** @param problem follows the task's name: `does not name an agent` */
export function invalidJob({ processId, elementId, key }: JobPlace, problem: string, fix: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `Task "${elementId}" of process "${processId}" ${problem}.`,
		fix,
		details: { processId, elementId, jobKey: key },
	});
}

/** Leaves out empty headers. */
export function readHeaders({ headers }: Job, readers: Record<string, (text: string, name: string) => unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(readers).flatMap(([name, read]) => (headers[name]?.trim() ? [[name, read(headers[name].trim(), name)] as const] : [])),
	);
}

export const asText = (text: string): string => text;

export const asNumber = (text: string): number | string => (Number.isNaN(Number(text)) ? text : Number(text));

export const asBoolean = (text: string): boolean | string => (/^(true|false)$/i.test(text) ? /^true$/i.test(text) : text);

export const asList = (text: string): string[] =>
	text
		.split(',')
		.map((one) => one.trim())
		.filter(Boolean);

/** @throws TroupeError INPUT_INVALID */
export const asJson =
	(job: Job) =>
	(text: string, name: string): unknown => {
		try {
			return JSON.parse(text);
		} catch {
			throw invalidJob(job, `has a header "${name}" that is not JSON`, `Correct it, or map the value to the variable "${name}".`);
		}
	};

export function presentVariables({ variables }: Job, names: string[]): Record<string, unknown> {
	return Object.fromEntries(names.flatMap((name) => (isPresent(variables[name]) ? [[name, variables[name]] as const] : [])));
}
