import { readReason } from '../../../../core/ports/models/answer-ending';
import type { ChatPart } from '../../../../core/ports/models/models';
import { laterFigures } from '../../../../core/tokens/token-usage';
import { boundedText } from '../../../http/bounded-body';
import { serverSentEvents, type ServerSentEvent } from '../../../http/server-sent-events';
import type { ModelCall } from '../../shared/model-call';
import { readLeniently } from '../../shared/read-leniently';
import { cutError, malformedError, refusedError } from '../../shared/to-model-error';
import type { Answer, MessagePart } from './answer';
import { openAiErrors, readErrorObject } from './to-model-error';
import type { Usage } from './to-token-usage';

interface Completion {
	choices?: Array<Choice | null> | null;
	usage?: Usage | null;
	/** Groq's usage in a stream. */
	x_groq?: { usage?: Usage | null } | null;
	service_tier?: unknown;
	error?: unknown;
	/** MiniMax's faults, sent with status 200. */
	base_resp?: { status_code?: unknown; status_msg?: unknown } | null;
}

interface Choice {
	message?: MessagePart | null;
	delta?: MessagePart | null;
	finish_reason?: unknown;
	/** Moonshot's usage in a stream. */
	usage?: Usage | null;
	error?: unknown;
}

/** @throws TroupeError MODEL_*, and errors of the connection */
export async function readWhole(response: Response, answer: Answer, call: ModelCall): Promise<void> {
	const completion = (parseJson(await boundedText(response), call) ?? {}) as Completion;
	throwFault(completion, call);
	const choice = Array.isArray(completion.choices) ? completion.choices[0] : undefined;
	if (!choice?.message) throw malformedError(call, 'it has no message');
	answer.started = true;
	noteFacts(completion, choice, answer, call);
	answer.add(choice.message, 'whole');
}

/** Yields text on arrival. @throws as readWhole does */
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
	const isEnded = () => answer.finish !== '';
	yield* readLeniently(serverSentEvents(response, isLast), answer, (event) => addEvent(event, answer, call), isEnded, signal);
	if (!answer.started) throw malformedError(call, 'the stream has no events');
	if (!isEnded()) throw cutError(call);
}

function isLast({ data }: ServerSentEvent): boolean {
	return data === '[DONE]';
}

function addEvent(event: ServerSentEvent, answer: Answer, call: ModelCall): ChatPart[] {
	if (isLast(event)) return [];
	const chunk = parseJson(event.data, call) as Completion | null;
	// The event name marks a fault, whatever the content.
	if (event.event === 'error') throw refusedError(readErrorObject(chunk?.error ?? chunk), call, openAiErrors);
	throwFault(chunk, call);
	const choice = Array.isArray(chunk?.choices) ? chunk.choices[0] : undefined;
	const isFirst = !answer.started;
	if (Array.isArray(chunk?.choices)) answer.started = true;
	noteFacts(chunk ?? {}, choice, answer, call);
	// Some servers send usage without choices.
	if (!Array.isArray(chunk?.choices) && !chunk?.usage) throw malformedError(call, 'an event of the stream is not a chunk');
	// Some servers send the whole answer in one event.
	const text = choice?.delta ? answer.add(choice.delta, 'piece') : choice?.message && isFirst ? answer.add(choice.message, 'whole') : '';
	return text === '' ? [] : [{ kind: 'text', text }];
}

/** @throws TroupeError MODEL_* for a fault of the choice */
function noteFacts(completion: Completion, choice: Choice | null | undefined, answer: Answer, call: ModelCall): void {
	for (const usage of [choice?.usage, completion.x_groq?.usage, completion.usage]) answer.usage = laterFigures(answer.usage, usage);
	answer.tier = completion.service_tier ?? answer.tier;
	if (isFault(choice?.error)) throw refusedError(readErrorObject(choice!.error), call, openAiErrors);
	answer.finish = readReason(choice?.finish_reason) || answer.finish;
}

function throwFault(completion: Completion | null, call: ModelCall): void {
	const { error, base_resp: base } = completion ?? {};
	if (isFault(error)) throw refusedError(readErrorObject(error), call, openAiErrors);
	const { status_code: code, status_msg: message } = base ?? {};
	if (isFault(code)) throw refusedError(readErrorObject({ code: String(code), message }, 400), call, openAiErrors);
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
