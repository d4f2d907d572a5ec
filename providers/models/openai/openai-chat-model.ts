import type { TroupeError } from '../../../core/base/errors';
import type { ChatModel, ChatPart, ChatRequest, JsonSchema } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions } from '../shared/model-call';
import { endParts } from '../shared/end-parts';
import { isFiltered, toModelError } from '../shared/to-model-error';
import { withUsage } from '../shared/with-usage';
import { Answer } from './wire/answer';
import { connector, openAiCall, type Connect } from './connection';
import { endTextParts, readTextCalls } from '../shared/text-tools';
import { describeNeeds } from './wire/needs';
import type { Dialect } from './wire/dialect';
import { Refusal } from './wire/refusal';
import { openAiErrors, readErrorObject } from './wire/to-model-error';
import { readStream, readWhole } from './wire/read-answer';
import { toBody } from './wire/to-body';
import { initialDialect, adaptDialect } from './wire/adapt-dialect';

export function createOpenAiChatModel(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions = {},
	connect: Connect = connector(settings, options),
): ChatModel {
	const call = openAiCall(settings, model);
	let dialect = initialDialect(settings);
	const formats = new WeakMap<JsonSchema, Dialect['format']>();

	async function ask(request: ChatRequest, signal: AbortSignal, stream: boolean): Promise<{ response: Response; spoken: Dialect }> {
		const send = connect(call);
		// Separate: what concurrent calls learn must not undo what this call learned.
		const { schema } = request.responseSchema ?? {};
		let spoken: Dialect = { ...dialect, format: (schema && formats.get(schema)) ?? dialect.format };
		for (;;) {
			const streaming = stream && { stream, ...(spoken.streamUsage && { stream_options: { include_usage: true } }) };
			try {
				return { response: await send('/chat/completions', signal, { ...toBody(request, model, spoken), ...streaming }), spoken };
			} catch (error) {
				const next = adaptDialect(spoken, request, fieldRefusal(error));
				if (!next) throw error;
				spoken = next.dialect;
				if (next.ofSchema) formats.set(schema!, spoken.format);
				else dialect = { ...spoken, ...(schema && formats.has(schema) && { format: dialect.format }) };
				options.onNeeds?.(describeNeeds(dialect, initialDialect({ baseUrl: settings.baseUrl })));
			}
		}
	}

	/** Returns the error to throw, or a response if the provider's filter stopped the question. */
	function toThrow(error: unknown, answer: Answer, signal: AbortSignal): TroupeError | undefined {
		const failed = toModelError(error, call, openAiErrors, signal);
		if (isFiltered(failed)) {
			answer.finish = 'content_filter';
			return undefined;
		}
		return withUsage(failed, answer.started ? answer.toUsage() : undefined);
	}

	return {
		id: call.id,
		async generate(request, signal) {
			const answer = new Answer(request, call);
			let isTextual = false;
			try {
				const { response, spoken } = await ask(request, signal, false);
				isTextual = spoken.tools === 'text';
				await readWhole(response, answer, call);
			} catch (error) {
				const thrown = toThrow(error, answer, signal);
				if (thrown) throw thrown;
			}
			return isTextual ? readTextCalls(answer.toResponse(), request) : answer.toResponse();
		},
		async *stream(request, signal): AsyncGenerator<ChatPart> {
			const answer = new Answer(request, call);
			let isTextual = false;
			try {
				const { response, spoken } = await ask(request, signal, true);
				isTextual = spoken.tools === 'text' && Boolean(request.tools?.length);
				// A text can still become a call.
				for await (const part of readStream(response, answer, call, signal)) if (!isTextual) yield part;
			} catch (error) {
				const thrown = toThrow(error, answer, signal);
				if (thrown) throw thrown;
			}
			yield* isTextual ? endTextParts(answer.toResponse(), request) : endParts(answer.toResponse());
		},
	};
}

function fieldRefusal(error: unknown) {
	if (!(error instanceof Refusal)) return { text: '' };
	const { code, param } = (error.error ?? {}) as Record<string, unknown>;
	return { status: error.status, code, param, text: readErrorObject(error.error ?? error.body).text ?? '' };
}
