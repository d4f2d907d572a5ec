import type OpenAI from 'openai';
import { isTroupeError, type TroupeError } from '../../../core/base/errors';
import type { ChatModel, ChatPart, ChatRequest } from '../../../core/ports';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions } from '../shared/model-call';
import { withUsage } from '../shared/with-usage';
import { Answer } from './wire/answer';
import { connector, openAiCall, type Connect } from './connection';
import { adaptDialect, initialDialect } from './wire/dialect';
import { readStream, readWhole } from './wire/read-answer';
import { toBody } from './wire/to-body';

/** Creates a chat model over OpenAI's chat completions protocol: OpenAI's own, or any compatible server by its base URL. */
export function createOpenAiChatModel(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions = {},
	connect: Connect = connector(settings, options),
): ChatModel {
	const call = openAiCall(settings, model);
	let dialect = initialDialect(settings);

	/** Sends a request, and retries in the dialect that follows from a refusal. The response is parsed here because the SDK is slower. */
	async function send(client: OpenAI, request: ChatRequest, signal: AbortSignal, stream: boolean): Promise<Response> {
		// Separate: what concurrent calls learn must not undo what this call learned.
		let spoken = dialect;
		for (;;) {
			const streaming = stream && { stream, ...(spoken.streamUsage && { stream_options: { include_usage: true } }) };
			try {
				return await client.chat.completions.create({ ...toBody(request, model, spoken), ...streaming }, { signal }).asResponse();
			} catch (error) {
				const next = adaptDialect(spoken, request, fieldRefusal(error));
				if (!next) throw error;
				spoken = dialect = next;
			}
		}
	}

	/** Returns the error to throw, or a response if the provider's filter stopped the question, like a filtered answer. */
	async function failure(error: unknown, answer: Answer, signal: AbortSignal): Promise<TroupeError | undefined> {
		if (isFiltered(error)) {
			answer.finish = 'content_filter';
			return undefined;
		}
		if (isTroupeError(error) && !answer.started) return error;
		const { failure: toError } = await connect(call);
		return withUsage(toError(error, call, signal), answer.started ? answer.toUsage() : undefined);
	}

	return {
		id: call.id,
		async generate(request, signal) {
			const answer = new Answer(request, call);
			try {
				const { client, errors } = await connect(call);
				await readWhole(await send(client, request, signal, false), answer, call, errors);
			} catch (error) {
				const thrown = await failure(error, answer, signal);
				if (thrown) throw thrown;
			}
			return answer.toResponse();
		},
		async *stream(request, signal): AsyncGenerator<ChatPart> {
			const answer = new Answer(request, call);
			try {
				const { client, errors } = await connect(call);
				yield* readStream(await send(client, request, signal, true), answer, call, errors);
			} catch (error) {
				const thrown = await failure(error, answer, signal);
				if (thrown) throw thrown;
			}
			yield { kind: 'end', response: answer.toResponse() };
		},
	};
}

function fieldRefusal(error: unknown) {
	const { status, code, param, error: body, message } = (error ?? {}) as Record<string, unknown>;
	const text = (body as { message?: unknown } | undefined)?.message ?? body ?? message;
	return { status, code, param, text: typeof text === 'string' ? text : '' };
}

/** Azure and others refuse a filtered question with an error, before a stream or in it. */
function isFiltered(error: unknown): boolean {
	const code = isTroupeError(error) ? error.details.providerCode : (error as { code?: unknown } | undefined)?.code;
	return code === 'content_filter';
}
