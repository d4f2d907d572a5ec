import type { GenerateContentParameters, GoogleGenAI } from '@google/genai';
import { isTroupeError } from '../../../core/base/errors';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions } from '../shared/model-call';
import { endParts } from '../shared/end-parts';
import { cancelledError, isFiltered } from '../shared/to-model-error';
import { withUsage } from '../shared/with-usage';
import { connector, googleCall, type Connect } from './connection';
import { adaptDialect, initialDialect } from './wire/dialect';
import { addChunk, emptyAnswer, readChunks, toResponse, usageSoFar, type Answer } from './wire/read-answer';
import { GoogleRefusal } from './wire/refusal';
import { toParameters } from './wire/to-parameters';

export function createGoogleChatModel(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions = {},
	connect: Connect = connector(settings, options),
): ChatModel {
	const call = googleCall(settings, model);
	let dialect = initialDialect(model);

	/** Retries in the dialect that follows from a refusal; each refusal narrows it. */
	async function send<Result>(
		request: ChatRequest,
		signal: AbortSignal,
		post: (models: GoogleGenAI['models'], parameters: GenerateContentParameters) => Promise<Result>,
	): Promise<Result> {
		if (signal.aborted) throw cancelledError(call, signal);
		const { models } = await connect(call);
		for (;;) {
			const spoken = dialect;
			try {
				return await post(models, toParameters(request, model, call, spoken, signal));
			} catch (error) {
				const refused = error instanceof GoogleRefusal ? { status: error.status, text: error.error.message } : {};
				const next = adaptDialect(spoken, refused);
				if (!next) throw error;
				dialect = next;
			}
		}
	}

	/** Returns a response if the provider's filter stopped the question, like a filtered answer. */
	async function throwOrFilter(error: unknown, request: ChatRequest, signal: AbortSignal, answer: Answer): Promise<ChatResponse> {
		const failed = isTroupeError(error) ? error : (await connect(call)).failure(error, call, signal);
		if (!isFiltered(failed)) throw withUsage(failed, usageSoFar(answer, request));
		return toResponse({ ...answer, blocked: true }, request, call);
	}

	return {
		id: call.id,
		async generate(request, signal) {
			const answer = emptyAnswer(request);
			try {
				// Separate: the SDK never removes its listener.
				const own = AbortSignal.any([signal]);
				addChunk(answer, await send(request, own, (models, parameters) => models.generateContent(parameters)), request, call);
				return toResponse(answer, request, call);
			} catch (error) {
				return throwOrFilter(error, request, signal, answer);
			}
		},
		async *stream(request, signal): AsyncGenerator<ChatPart> {
			const answer = emptyAnswer(request);
			// The SDK leaves the connection open when its reader stops.
			const stopped = new AbortController();
			try {
				const own = AbortSignal.any([signal, stopped.signal]);
				const chunks = await send(request, own, (models, parameters) => models.generateContentStream(parameters));
				yield* readChunks(chunks, answer, request, call, signal);
				yield* endParts(toResponse(answer, request, call));
			} catch (error) {
				yield { kind: 'end', response: await throwOrFilter(error, request, signal, answer) };
			} finally {
				stopped.abort();
			}
		},
	};
}
