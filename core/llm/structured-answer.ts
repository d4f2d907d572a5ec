import { isTroupeError, getErrorMessage, TroupeError } from '../base/errors';
import { compileSchema, type FindProblems } from '../json-schema/compile-schema';
import { systemClock } from '../ports/host';
import type { ChatMessage, ChatModel, ChatRequest, ChatResponse, JsonSchema, ModelAttempt } from '../ports/models/models';
import { readAttempts, addCost, addUsage, readUsage } from './attempts';
import { adviseAuthor, fitAnswer, type FittedAnswer, writeComplaint } from './fit-answer';
import { withAttempts } from './router/router-errors';

interface StructuredAnswer {
	/** Undefined if the provider's filter stopped the answer, according to `response.finish`. */
	value: unknown;
	response: ChatResponse;
}

const maxRepeatedLength = 20_000;
const maxReasonLength = 300;

/**
 * JSON by a schema (draft 7, 2019-09 or 2020-12; with formats). Returns an unfit answer to the model once, with its problems. Accepts code
 * fences and words around. @param request without tools @param judge finds problems instead of the schema @throws TroupeError INPUT_INVALID for
 * a schema that is invalid, too large or refers to another document; MODEL_OUTPUT_INVALID with details.problems: places and the schema's words,
 * never values; and the model's errors. Errors hold the attempts of all calls.
 */
export async function answerBySchema(
	model: ChatModel,
	request: ChatRequest,
	schema: NonNullable<ChatRequest['responseSchema']>,
	signal: AbortSignal,
	judge?: FindProblems,
): Promise<StructuredAnswer> {
	const findProblems = judge ?? (await compile(schema));
	const structured: ChatRequest = { ...request, responseSchema: schema };
	const first = await ask(model, structured, undefined, signal);
	const read = await readAnswer(first, schema.schema, findProblems);
	if (!read.problems) return { value: read.value, response: first };
	const left = (request.maxAttempts ?? Infinity) - first.attempts.length;
	if (first.finish === 'length' || left <= 0) throw invalid(schema.name, read.problems, first);

	const repair: ChatRequest = {
		...structured,
		messages: [...request.messages, ...repeatAnswer(first), { role: 'user', content: writeComplaint(read.problems) }],
		...(request.maxAttempts !== undefined && { maxAttempts: left }),
	};
	const second = await ask(model, repair, first, signal);
	const repaired = await readAnswer(second, schema.schema, findProblems);
	if (!repaired.problems) return { value: repaired.value, response: second };
	throw invalid(schema.name, repaired.problems, second);
}

async function compile({ name, schema }: NonNullable<ChatRequest['responseSchema']>): Promise<FindProblems> {
	try {
		return await compileSchema(schema, { thorough: true });
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The JSON schema "${name}" is not usable: ${getErrorMessage(cause).slice(0, maxReasonLength)}.`,
			fix: 'Correct the schema: draft 7, 2019-09 or 2020-12, in a single document.',
			details: { field: 'schema' },
			cause,
		});
	}
}

type Asked = ChatResponse & { attempts: ModelAttempt[] };

async function ask(model: ChatModel, request: ChatRequest, before: Asked | undefined, signal: AbortSignal): Promise<Asked> {
	const started = systemClock.now();
	const earlier = before?.attempts ?? [];
	const describeAttempt = (attempt: Omit<ModelAttempt, 'model' | 'durationMs'>): ModelAttempt[] => [
		{ model: model.id, durationMs: systemClock.now() - started, ...attempt },
	];
	try {
		const response = await model.generate(request, signal);
		const { usage, costUsd } = response;
		const attempts = [
			...earlier,
			...(response.attempts ?? describeAttempt({ ok: true, usage, ...(costUsd !== undefined && { costUsd }) })),
		];
		const answered = [...(before ? [before] : []), { usage, costUsd }];
		return { ...response, usage: { ...usage, ...addUsage(answered) }, costUsd: addCost(answered), attempts };
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		const own = readAttempts(error);
		throw withAttempts(error, [
			...earlier,
			...(own.length > 0 ? own : describeAttempt({ ok: false, errorCode: error.code, ...readUsage(error) })),
		]);
	}
}

async function readAnswer({ text, finish }: ChatResponse, schema: JsonSchema, findProblems: FindProblems): Promise<FittedAnswer> {
	if (finish === 'content-filter') return { value: undefined };
	const fitted = await fitAnswer(text, schema, findProblems);
	const isCut = fitted.problems && finish === 'length';
	return isCut ? { problems: [...fitted.problems, 'the whole is cut off: it reached the limit of output tokens'] } : fitted;
}

/** None if there is nothing to send: providers refuse empty messages. */
function repeatAnswer({ text, native }: ChatResponse): ChatMessage[] {
	return text.trim() === '' ? [] : [{ role: 'assistant', content: text.slice(0, maxRepeatedLength), ...(native && { native }) }];
}

function invalid(name: string, problems: string[], { model, attempts, finish }: Asked): TroupeError {
	const error = new TroupeError({
		code: 'MODEL_OUTPUT_INVALID',
		message: `The answer of ${model} does not fit the JSON schema "${name}": ${problems.join('; ')}.`,
		fix: finish === 'length' ? 'Raise the limit of output tokens, or ask for less.' : adviseAuthor(problems),
		retryable: true,
		details: { problems },
	});
	return withAttempts(error, attempts);
}
