import type { ChatResponse as OllamaPart, Ollama } from 'ollama/browser';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions } from '../shared/model-call';
import { endParts } from '../shared/end-parts';
import { readLeniently } from '../shared/read-leniently';
import { cancelledError, isFiltered, malformedError } from '../shared/to-model-error';
import { endTextParts, readTextCalls, writeTextTools } from '../shared/text-tools';
import { withUsage } from '../shared/with-usage';
import { Answer } from './wire/answer';
import { connector, ollamaCall, toOllamaError, type Connect } from './connection';
import { chooseContextSize } from './context-size';
import { readModelDetails } from './model-details';
import type { ModelDetails } from './wire/to-details';
import { toBody } from './wire/to-body';

export function createOllamaChatModel(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions = {},
	connect: Connect = connector(settings, options),
): ChatModel {
	const call = ollamaCall(settings, model);
	let details: ModelDetails | undefined;
	let contextSize = 0;
	/** Models without the capability refuse tools. Older servers name no capabilities. */
	const isTextual = ({ tools }: ChatRequest): boolean =>
		Boolean(tools?.length) && details !== undefined && details.capabilities.length > 0 && !details.capabilities.includes('tools');

	/** The context only grows: another size reloads the model. */
	async function prepare(request: ChatRequest, signal: AbortSignal): Promise<{ client: Ollama; body: ReturnType<typeof toBody> }> {
		details ??= await readModelDetails(model, call, connect, signal);
		const asked = isTextual(request) ? writeTextTools(request) : request;
		contextSize = Math.max(contextSize, chooseContextSize(asked, details, call));
		return { client: await connect(call, signal), body: toBody(asked, call, model, details, contextSize) };
	}

	/** Returns a response if a filter stopped the question, like a filtered answer. */
	function throwOrFilter(error: unknown, answer: Answer, signal: AbortSignal): ChatResponse {
		const thrown = signal.aborted ? cancelledError(call, signal) : toOllamaError(error, call, signal);
		if (!isFiltered(thrown)) throw withUsage(thrown, answer.started ? answer.toUsage() : undefined);
		return { ...answer.toResponse(), toolCalls: undefined, native: undefined, finish: 'content-filter' };
	}

	return {
		id: call.id,
		async generate(request, signal) {
			const answer = new Answer(request, call);
			try {
				const { client, body } = await prepare(request, signal);
				answer.add(await client.chat({ ...body, stream: false }));
				return isTextual(request) ? readTextCalls(answer.toResponse(), request) : answer.toResponse();
			} catch (error) {
				return throwOrFilter(error, answer, signal);
			}
		},
		async *stream(request, signal): AsyncGenerator<ChatPart> {
			const answer = new Answer(request, call);
			try {
				const { client, body } = await prepare(request, signal);
				const parts = readParts(await client.chat({ ...body, stream: true }), answer, signal);
				// A text can still become a call.
				for await (const part of parts) if (!isTextual(request)) yield part;
				if (!answer.started) throw malformedError(call, 'the stream is empty');
				yield* isTextual(request) ? endTextParts(answer.toResponse(), request) : endParts(answer.toResponse());
			} catch (error) {
				yield { kind: 'end', response: throwOrFilter(error, answer, signal) };
			}
		},
	};
}

async function* readParts(
	parts: AsyncIterable<OllamaPart> & { abort(): void },
	answer: Answer,
	signal: AbortSignal,
): AsyncGenerator<ChatPart, void> {
	let ended = false;
	try {
		const add = (part: OllamaPart) => [answer.add(part)].filter((text) => text !== '');
		for await (const text of readLeniently(parts, answer, add, () => answer.isEnded, signal)) yield { kind: 'text', text };
		ended = true;
	} finally {
		// The SDK leaves the connection open when reading stops.
		if (!ended) parts.abort();
	}
}
