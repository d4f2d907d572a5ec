import { isFields } from '../base/is-fields';
import { enclose, hashNonce } from '../guardrails/judges/ask-judge';
import { tokenShape } from '../base/text/masked-token';
import type { Language } from '../base/text/languages';
import { answerBySchema } from '../llm/structured-answer';
import type { PersonalDataVault } from '../ports/guardrails/vault';
import type { ChatMessage, ChatModel, ChatRequest, ChatResponse, JsonSchema } from '../ports/models/models';
import { toldReader } from '../prompt-texts/reader';
import { type FilledForm, fillForm } from './fill-form';
import { type Form, isRecord } from './form';
import type { Field, ListField } from './form';

export interface Extraction extends FilledForm {
	/** Usage, cost and attempts are totals of all calls. */
	response: ChatResponse;
}

const maxOutputTokens = 4_000;

/**
 * Has a model without tools fill a form from a text. Drops values that do not fit or are not in the text, without failing the rest. @param limits of
 * the calls, such as the max attempts @throws TroupeError MODEL_OUTPUT_INVALID if it gave no object; and the model's errors
 */
export async function extractValues(
	model: ChatModel,
	{ vault, ...reading }: TextToRead & { vault?: Pick<PersonalDataVault, 'restore'> },
	limits: Pick<ChatRequest, 'maxAttempts' | 'until' | 'maxOutputTokens' | 'reasoning'>,
	signal: AbortSignal,
): Promise<Extraction> {
	const { messages, responseSchema } = writeRequest(reading);
	const request: ChatRequest = { messages, temperature: 0, maxOutputTokens, ...limits };
	const { value, response } = await answerBySchema(model, request, responseSchema, signal, (answer) => findProblems(reading.form, answer));
	return { ...(await fillForm(reading.form, value, reading.text, vault)), response };
}

function findProblems(form: Form, answer: unknown): string[] {
	const names = Object.keys(form);
	if (!isFields(answer) || !hasSome(names, answer)) return [`the whole must be an object with ${names.join(', ')}`];
	return names.flatMap((name) => (Object.hasOwn(answer, name) && !hasForm(form[name]!, answer[name]) ? [`${name} has another form`] : []));
}

const hasSome = (names: string[], answer: Record<string, unknown>): boolean => names.some((name) => Object.hasOwn(answer, name));

function hasForm(field: Form[string], value: unknown): boolean {
	if (field.kind !== 'list') return typeof value !== 'object' || value === null;
	const { of } = field;
	const isItem = (item: unknown) =>
		isRecord(of) ? isFields(item) && hasSome(Object.keys(of), item) : typeof item !== 'object' || item === null;
	return value === null || [value].flat().every(isItem);
}

interface TextToRead {
	/** Masked. */
	text: string;
	form: Form;
	purpose?: string;
	language: Language;
}

type Request = { messages: ChatMessage[]; responseSchema: NonNullable<ChatRequest['responseSchema']> };

/** Asks a model without tools for form values. Unpredictable marks enclose the text, which is not the last part of the prompt. */
function writeRequest({ text, form, purpose, language }: TextToRead): Request {
	const mark = hashNonce(text);
	const words = toldReader[language];
	const [token] = text.match(tokenShape) ?? [];
	const rules = [
		words.task,
		...(purpose ? [words.purpose(purpose)] : []),
		words.data(mark),
		words.rules,
		...(token ? [words.tokens(token)] : []),
		words.form,
		...listFields(form, words.kinds),
	];
	return {
		messages: [
			{ role: 'system', content: rules.join('\n') },
			{ role: 'user', content: `${enclose(text, mark)}\n\n${words.end(mark, writeEmpty(form))}` },
		],
		responseSchema: { name: 'values', schema: toSchema(form) },
	};
}

/** An empty form, for models without schema enforcement. Unlike null, its placeholders cannot pass for an answer. */
function writeEmpty(form: Record<string, Field | ListField>): string {
	const fields = Object.entries(form).map(([name, field]) => {
		if (field.kind !== 'list') return `${JSON.stringify(name)}: …`;
		return `${JSON.stringify(name)}: [${isRecord(field.of) ? writeEmpty(field.of) : '…'}]`;
	});
	return `{${fields.join(', ')}}`;
}

type Kinds = (typeof toldReader)['en']['kinds'];

function listFields(form: Record<string, Field | ListField>, kinds: Kinds, indent = ''): string[] {
	return Object.entries(form).flatMap(([name, field]) => {
		const about = field.description ? `: ${field.description}` : '';
		if (field.kind !== 'list') return [`${indent}- ${name} (${describeKind(field, kinds)})${about}`];
		const { of, maxItems } = field;
		if (!isRecord(of)) return [`${indent}- ${name} (${kinds.list(maxItems)}; ${describeKind(of, kinds)})${about}`];
		return [`${indent}- ${name} (${kinds.records(maxItems)})${about}`, ...listFields(of, kinds, `${indent}  `)];
	});
}

function describeKind({ kind, choices, maxLength }: Field, kinds: Kinds): string {
	if (kind === 'choice') return kinds.choice(JSON.stringify(choices));
	return kind === 'name' ? kinds.name(maxLength) : kinds[kind];
}

/** A schema that all providers enforce: nullable fields. Lengths, patterns and dates are checked afterwards. */
function toSchema(fields: Record<string, Field | ListField>): JsonSchema {
	const properties = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, toPart(field)]));
	return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function toPart(field: Field | ListField): JsonSchema {
	if (field.kind === 'list') return { type: 'array', items: isRecord(field.of) ? toSchema(field.of) : toPart(field.of) };
	if (field.kind === 'choice')
		return { type: [...new Set(field.choices!.map((choice) => typeof choice)), 'null'], enum: [...field.choices!, null] };
	const type = ['number', 'integer', 'boolean'].includes(field.kind) ? field.kind : 'string';
	return { type: [type, 'null'] };
}
