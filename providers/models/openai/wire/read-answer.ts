import type OpenAI from 'openai';
import { readReason, type ChatPart } from '../../../../core/ports';
import { boundedText } from '../../../http/bounded-body';
import type { ModelCall } from '../../shared/model-call';
import { serverSentEvents, type ServerSentEvent } from '../../../http/server-sent-events';
import { readLeniently } from '../../shared/read-leniently';
import { cutError, malformedError, refusedError } from '../../shared/to-model-error';
import type { Answer, MessagePart } from './answer';
import { openAiErrors, readErrorObject } from './to-model-error';

type Tiered = { usage?: OpenAI.CompletionUsage | null; service_tier?: unknown; error?: unknown };
/** OpenRouter and others report the fault of a choice beside its text. */
type Faulty = { error?: unknown; finish_reason?: unknown };

/** Reads a whole answer. @throws TroupeError MODEL_*, and errors of the connection */
export async function readWhole(response: Response, answer: Answer, call: ModelCall): Promise<void> {
	const {
		choices,
		usage,
		service_tier: tier,
		error,
	} = (parseJson(await boundedText(response), call) ?? {}) as Partial<OpenAI.ChatCompletion> & Tiered;
	if (isFault(error)) throw refusedError(readErrorObject(error), call, openAiErrors);
	const choice = Array.isArray(choices) ? choices[0] : undefined;
	if (!choice?.message) throw malformedError(call, 'it has no message');
	Object.assign(answer, { finish: readReason(choice.finish_reason), usage, tier });
	answer.add(choice.message, 'whole');
	assertNoFault(choice, call);
}

/** Reads a streamed answer and yields its text on arrival. @throws as readWhole does */
export async function* readStream(
	response: Response,
	answer: Answer,
	call: ModelCall,
	signal: AbortSignal,
): AsyncGenerator<ChatPart, void> {
	// Some servers do not stream, and some report errors in a plain body.
	if (/json/.test(response.headers.get('content-type') ?? '')) {
		await readWhole(response, answer, call);
		if (answer.text !== '') yield { kind: 'text', text: answer.text };
		return;
	}
	const events = serverSentEvents(response, isLast);
	yield* readLeniently(
		events,
		answer,
		(event) => addEvent(event, answer, call),
		() => answer.finish !== '',
		signal,
	);
	if (!answer.started) throw malformedError(call, 'the stream has no events');
	if (answer.finish === '') throw cutError(call);
}

function isLast({ data }: ServerSentEvent): boolean {
	return data === '[DONE]';
}

function addEvent(event: ServerSentEvent, answer: Answer, call: ModelCall): ChatPart[] {
	if (isLast(event)) return [];
	const chunk = parseJson(event.data, call) as (Partial<OpenAI.ChatCompletionChunk> & Tiered) | null;
	if (isFault(chunk?.error) || event.event === 'error') throw refusedError(readErrorObject(chunk?.error ?? chunk), call, openAiErrors);
	answer.usage = chunk?.usage ?? answer.usage;
	answer.tier = chunk?.service_tier ?? answer.tier;
	if (Array.isArray(chunk?.choices)) answer.started = true;
	// The usage of some servers comes without choices.
	else if (!chunk?.usage) throw malformedError(call, 'an event of the stream is not a chunk');
	const choice = chunk.choices?.[0];
	assertNoFault(choice, call);
	answer.finish = readReason(choice?.finish_reason) || answer.finish;
	const text = choice?.delta ? answer.add(choice.delta as MessagePart, 'piece') : '';
	return text === '' ? [] : [{ kind: 'text', text }];
}

/** @throws TroupeError MODEL_* */
function assertNoFault(choice: Faulty | undefined, call: ModelCall): void {
	if (isFault(choice?.error)) throw refusedError(readErrorObject(choice!.error), call, openAiErrors);
}

/** Some servers send an empty error with each answer. */
function isFault(error: unknown): boolean {
	return typeof error === 'object' && error !== null ? Object.keys(error).length > 0 : Boolean(error);
}

function parseJson(text: string, call: ModelCall): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw malformedError(call, 'it is not JSON');
	}
}
