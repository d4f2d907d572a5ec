import { isFields } from '../base/is-fields';
import { answerBySchema } from '../llm/structured-answer';
import type { PersonalDataVault } from '../ports/guardrails/vault';
import type { ChatModel, ChatRequest, ChatResponse } from '../ports/models/models';
import { type FilledForm, fillForm } from './fill-form';
import { type Form, isRecord } from './form';
import { type TextToRead, writeRequest } from './request';

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
