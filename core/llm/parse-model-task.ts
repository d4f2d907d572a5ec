import { describeSchemaErrors } from '../base/text/describe-schema-error';
import { TroupeError } from '../base/errors';
import { standardParts } from '../guardrails/policy/standard-policy';
import { createOwnSchema } from '../json-schema/own-schema';
import { providerNames } from '../ports/models/provider-names';
import { imagesSchema } from './image-schema';
import type { ModelTask } from './model-task';

const maxTextLength = 1_000_000;
const maxTexts = 2_048;
/** Max of all texts of one task together. */
const maxCharacters = 4_000_000;

const text = { type: 'string', minLength: 1, maxLength: maxTextLength };
const models = {
	type: 'array',
	maxItems: 10,
	default: [],
	items: { type: 'string', maxLength: 250, pattern: `^(${providerNames.join('|')}):\\S` },
};
const timeoutMs = { type: 'integer', minimum: 100, maximum: 3_600_000, default: 120_000 };
const message = {
	type: 'object',
	additionalProperties: false,
	required: ['role', 'content'],
	properties: { role: { enum: ['system', 'user', 'assistant'] }, content: { type: 'string', maxLength: maxTextLength } },
};
const prompt = {
	system: text,
	prompt: text,
	messages: { type: 'array', minItems: 1, maxItems: 500, items: message },
	images: imagesSchema,
	maxOutputTokens: { type: 'integer', minimum: 1, maximum: 1_000_000 },
	temperature: { type: 'number', minimum: 0, maximum: 2 },
	reasoning: { enum: ['low', 'medium', 'high'] },
};
const standard = {
	type: 'object',
	additionalProperties: false,
	required: ['without'],
	properties: { without: { type: 'array', maxItems: 20, items: { enum: standardParts } } },
};
const texts = { type: 'array', minItems: 1, maxItems: maxTexts, items: text };

const operation = (name: ModelTask['operation'], properties: object, required: string[] = []) => ({
	additionalProperties: false,
	required,
	properties: { operation: { const: name }, timeoutMs, ...properties },
});

/** JSON schema (draft 7) of a task. */
export const modelTaskSchema = {
	type: 'object',
	required: ['operation'],
	discriminator: { propertyName: 'operation' },
	oneOf: [
		operation('chat', { models, standard, ...prompt }),
		operation(
			'structured',
			{
				models,
				standard,
				...prompt,
				schema: { type: 'object' },
				schemaName: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', default: 'answer' },
			},
			['schema'],
		),
		operation(
			'extract',
			{
				models,
				standard,
				...{ system: text, prompt: text, maxOutputTokens: prompt.maxOutputTokens, reasoning: prompt.reasoning },
				schema: { type: 'object' },
			},
			['prompt', 'schema'],
		),
		operation('embed', { models, standard, texts, purpose: { enum: ['query', 'document'] } }, ['texts']),
		operation('estimate', { models, ...prompt, texts }),
		operation('list', { providers: { type: 'array', maxItems: 10, items: { enum: providerNames } } }),
	],
};

const validator = createOwnSchema<ModelTask>(modelTaskSchema, { discriminator: true, strictTypes: false });

/**
 * Validates a task and fills in its defaults in a copy. Accepts one model and one text without a list.
 * @throws TroupeError INPUT_INVALID, naming the fields, or INPUT_TOO_LARGE
 */
export async function parseModelTask(value: unknown): Promise<ModelTask> {
	const task: unknown = withLists(value);
	const validate = await validator();
	if (!validate(task)) throw invalid(describeSchemaErrors(validate.errors ?? []));
	checkTogether(task);
	return task;
}

/** Returns a copy in which undefined and null fields are missing. */
function withLists(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	const fields = Object.entries(value).filter(([, field]) => field !== undefined && field !== null);
	return Object.fromEntries(fields.map(([name, field]) => [name, lists.has(name) && typeof field === 'string' ? [field] : field]));
}

const lists = new Set(['models', 'texts', 'providers']);

/** Checks fields that depend on each other. */
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
