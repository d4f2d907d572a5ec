import { describeSchemaErrors } from '../base/text/describe-schema-error';
import { TroupeError } from '../base/errors';
import { createOwnSchema } from '../json-schema/own-schema';
import { type ModelTask, modelTaskSchema } from './model-task';

/** Max of all texts of one task together. */
const maxCharacters = 4_000_000;

const validator = createOwnSchema<ModelTask>(modelTaskSchema, { discriminator: true, strictTypes: false });

/**
 * Fills in defaults in a copy. Accepts one model and one text without a list. @throws TroupeError INPUT_INVALID, naming the fields, or
 * INPUT_TOO_LARGE
 */
export async function parseModelTask(value: unknown): Promise<ModelTask> {
	const task: unknown = withLists(value);
	const validate = await validator();
	if (!validate(task)) throw invalid(describeSchemaErrors(validate.errors ?? []));
	checkTogether(task);
	return task;
}

function withLists(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	const fields = Object.entries(value).filter(([, field]) => field !== undefined && field !== null);
	return Object.fromEntries(fields.map(([name, field]) => [name, lists.has(name) && typeof field === 'string' ? [field] : field]));
}

const lists = new Set(['models', 'texts', 'providers']);

function checkTogether(task: ModelTask): void {
	if (task.operation === 'list') return;
	if (task.operation === 'extract') return checkSize([task.system ?? '', task.prompt]);
	if (task.operation === 'embed') {
		if (task.models.length > 1) throw invalid(['models must have exactly one entry: vectors of two models cannot be compared']);
		return checkSize(task.texts);
	}
	const prompts = [...(task.messages ?? []).map(({ content }) => content), ...(task.prompt === undefined ? [] : [task.prompt])];
	if (task.operation === 'estimate' && task.texts) {
		if (prompts.length > 0) throw invalid(['texts cannot be combined with prompt or messages: estimate one of them']);
		return checkSize(task.texts);
	}
	if (prompts.length === 0) throw invalid(['prompt is missing: expected a text, or messages']);
	if (task.images && task.prompt === undefined) throw invalid(['images need a prompt']);
	checkSize([task.system ?? '', ...prompts]);
}

function checkSize(all: string[]): void {
	const characters = all.reduce((sum, one) => sum + one.length, 0);
	if (characters <= maxCharacters) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The texts of the model task have ${characters} characters in total; the max is ${maxCharacters}.`,
		fix: 'Split them over several tasks.',
		details: { characters, most: maxCharacters },
	});
}

function invalid(problems: string[]): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The model task is not valid: ${problems.join('; ')}.`,
		fix: 'Correct these fields. docs/job-types/troupe-model.md lists every field with its limits. Write a model as provider:model.',
		details: { problems },
	});
}
