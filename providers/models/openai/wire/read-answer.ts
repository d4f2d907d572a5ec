import type OpenAI from 'openai';
import { readReason, type ChatPart } from '../../../../core/ports';
import { boundedText } from '../../../http/bounded-body';
import type { ModelCall } from '../../shared/model-call';
import { serverSentEvents, type ServerSentEvent } from '../../../http/server-sent-events';
import { cutError, malformedError, refusedError } from '../../shared/to-model-error';
import type { Answer, MessagePart } from './answer';
import { openAiErrors, readErrorObject } from './to-model-error';

type Tiered = { usage?: OpenAI.CompletionUsage | null; service_tier?: unknown; error?: unknown };
/** OpenRouter and others report the fault of a choice beside its text. */
type Faulty = { error?: unknown };

/** Reads a whole answer. @throws TroupeError MODEL_*, and errors of the connection */
export async function readWhole(response: Response, answer: Answer, call: ModelCall): Promise<void> {
	const {
		choices,
		usage,
		service_tier: tier,
		error,
	} = (parseJson(await boundedText(response), call) ?? {}) as Partial<OpenAI.ChatCompletion> & Tiered;
	if (error) throw refusedError(readErrorObject(error), call, openAiErrors);
	const choice = Array.isArray(choices) ? choices[0] : undefined;
	if (!choice?.message) throw malformedError(call, 'it has no message');
	Object.assign(answer, { finish: readReason(choice.finish_reason), usage, tier });
	answer.add(choice.message, 'whole');
	assertNoFault(choice, call);
}

/** Reads a streamed answer and yields its text on arrival. @throws as readWhole does */
export async function* readStream(response: Response, answer: Answer, call: ModelCall): AsyncGenerator<ChatPart, void> {
	// Some servers do not stream, and some report errors in a plain body.
	if (/json/.test(response.headers.get('content-type') ?? '')) {
		await readWhole(response, answer, call);
		if (answer.text !== '') yield { kind: 'text', text: answer.text };
	} else {
		for await (const event of serverSentEvents(response, ({ data }) => data === '[DONE]')) {
			if (event.data === '[DONE]') continue;
			const text = addEvent(event, answer, call);
			if (text !== '') yield { kind: 'text', text };
		}
		if (!answer.started) throw malformedError(call, 'the stream has no events');
		if (answer.finish === '') throw cutError(call);
	}
}

function addEvent({ event, data }: ServerSentEvent, answer: Answer, call: ModelCall): string {
	const chunk = parseJson(data, call) as (OpenAI.ChatCompletionChunk & Tiered) | null;
	if (chunk?.error || event === 'error') throw refusedError(readErrorObject(chunk?.error ?? chunk), call, openAiErrors);
	if (!Array.isArray(chunk?.choices)) throw malformedError(call, 'an event of the stream is not a chunk');
	answer.usage = chunk.usage ?? answer.usage;
	answer.tier = chunk.service_tier ?? answer.tier;
	const [choice] = chunk.choices;
	answer.finish = readReason(choice?.finish_reason) || answer.finish;
	const text = choice?.delta ? answer.add(choice.delta as MessagePart, 'piece') : '';
	assertNoFault(choice, call);
	return text;
}

/** @throws TroupeError MODEL_* */
function assertNoFault(choice: Faulty | undefined, call: ModelCall): void {
	if (choice?.error) throw refusedError(readErrorObject(choice.error), call, openAiErrors);
}

function parseJson(text: string, call: ModelCall): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw malformedError(call, 'it is not JSON');
	}
}
