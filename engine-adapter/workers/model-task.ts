import type { Job } from '../engine';
import { invalidJob, isPresent } from './job-input';

/** No more of a process's data leaves the engine than a model needs. */
export const modelVariables = ['prompt', 'messages', 'images', 'texts', 'system', 'models', 'schema'];

const numbers = ['maxOutputTokens', 'temperature', 'timeoutMs'];
const texts = ['operation', 'schemaName', 'reasoning', 'purpose'];

/**
 * What a job asks of a model, to be parsed by parse-model-task.ts. The model's headers come first: who may set variables shall not choose
 * another model, other instructions or another schema than the designer did.
 * @throws TroupeError INPUT_INVALID
 */
export function readModelTask(job: Job): Record<string, unknown> {
	const { headers, variables } = job;
	const of = (names: string[], read: (text: string, name: string) => unknown) =>
		names.flatMap((name) => (headers[name]?.trim() ? [[name, read(headers[name].trim(), name)] as const] : []));
	if (!headers.operation?.trim()) {
		throw invalidJob(job, 'names no operation', 'Give the task a header "operation": chat, structured, embed, estimate or list.');
	}
	return {
		...Object.fromEntries(modelVariables.flatMap((name) => (isPresent(variables[name]) ? [[name, variables[name]]] : []))),
		...Object.fromEntries([
			...of(texts, (text) => text),
			...of(numbers, (text) => (Number.isNaN(Number(text)) ? text : Number(text))),
			...of(['system'], (text) => text),
			...of(['models', 'providers'], (text) => text.split(',').map((one) => one.trim())),
			...of(['schema'], (text) => parseSchema(text, job)),
		]),
	};
}

function parseSchema(text: string, job: Job): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw invalidJob(job, 'has a header "schema" that is not JSON', 'Correct it, or map the schema to the variable "schema".');
	}
}
