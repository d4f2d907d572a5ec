import type Anthropic from '@anthropic-ai/sdk';
import { isTroupeError } from '../../../core/base/errors';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { endParts } from '../shared/end-parts';
import { isFiltered, malformedError, toModelError } from '../shared/to-model-error';
import { withUsage } from '../shared/with-usage';
import { anthropicCall, connector, type Connect } from './connection';
import { adaptDialect, initialDialect } from './wire/dialect';
import { emptyAnswer, readEvents, readMessage, toResponse, usageSoFar, type Answer } from './wire/read-answer';
import { answerTool, toBody } from './wire/to-body';

type Body = Anthropic.MessageCreateParamsNonStreaming;

/** The temperature is not sent: the API refuses it since version 2026-10-21. */
export function createAnthropicChatModel(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions = {},
	connect: Connect = connector(settings, options),
): ChatModel {
	const call = anthropicCall(settings, model);
	let dialect = initialDialect(model);

	/** Retries in the dialect that follows from a refusal; each refusal narrows it. */
	async function send<Result>(request: ChatRequest, post: (client: Anthropic, body: Body) => Promise<Result>): Promise<Result> {
		const { client, toStrict } = await connect(call);
		for (;;) {
			const spoken = dialect;
			try {
				return await post(client, toBody(request, model, spoken, toStrict));
			} catch (error) {
				const next = adaptDialect(spoken, error as { status?: unknown; apiMessage?: unknown });
				if (!next) throw error;
				dialect = next;
			}
		}
	}

	/** Returns a response if the provider's filter stopped the question, like a filtered answer. */
	async function throwOrFilter(error: unknown, request: ChatRequest, signal: AbortSignal, answer: Answer): Promise<ChatResponse> {
		const failed = isTroupeError(error) ? error : toModelError(error, call, (await connect(call)).errors, signal);
		if (!isFiltered(failed)) throw withUsage(failed, usageSoFar(answer));
		return toResponse({ ...answer, stopReason: 'refusal' }, request, call);
	}

	return {
		id: call.id,
		async generate(request, signal) {
			const answer = emptyAnswer();
			try {
				const message = await send(request, (client, body) => client.messages.create(body, { signal }));
				return toResponse(readMessage(message, call), request, call);
			} catch (error) {
				return throwOrFilter(error, request, signal, answer);
			}
		},
		async *stream(request, signal): AsyncGenerator<ChatPart> {
			const answer = emptyAnswer();
			try {
				const [events, byTool] = await send(request, async (client, body) => {
					const answersByTool = body.tools?.some((tool) => 'name' in tool && tool.name === answerTool) ?? false;
					const { data, response } = await client.messages.create({ ...body, stream: true }, { signal }).withResponse();
					await checkStream(response, call);
					return [data, answersByTool] as const;
				});
				yield* readEvents(events, answer, byTool, call, signal);
				yield* endParts(toResponse(answer, request, call));
			} catch (error) {
				yield { kind: 'end', response: await throwOrFilter(error, request, signal, answer) };
			}
		},
	};
}

/** The SDK accepts any body and would search for the end of the first event for minutes. */
async function checkStream({ headers, body }: Response, call: ModelCall): Promise<void> {
	if (headers.get('content-type')?.startsWith('text/event-stream')) return;
	await body?.cancel();
	throw malformedError(call, 'it is not a stream of events');
}
