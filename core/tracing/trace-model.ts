import { iterateWithin } from '../base/async/iterate-within';
import { splitId } from '../usage/with-meter';
import type { ChatModel, ChatRequest, ChatResponse } from '../ports/models/models';
import type { Span, Tracing } from '../ports/tracing';
import { describeAnswer, describeQuestion } from './message-content';
import { operation, toModelFacts, toTokenFacts } from './gen-ai-facts';
import { inSpan, openSpan } from './in-span';

/** Each call is a span. A stream that its reader closes early ends its span too. */
export function traceModel(model: ChatModel, tracing: Tracing | undefined): ChatModel {
	if (!tracing) return model;
	const start = (request: ChatRequest, streams: boolean) => ({
		name: `chat ${splitId(model.id).model}`,
		kind: 'client' as const,
		facts: {
			...operation('chat'),
			...toModelFacts(model.id),
			...toRequestFacts(request),
			...(streams && { 'gen_ai.request.stream': true }),
		},
	});
	return {
		id: model.id,
		...(model.metered !== undefined && { metered: model.metered }),
		generate: (request, signal) =>
			inSpan(tracing, start(request, false), async (span) => {
				const response = await model.generate(request, signal);
				await describe(span, tracing, request, response);
				return response;
			}),
		async *stream(request, signal) {
			const span = openSpan(tracing, start(request, true));
			const startedAt = performance.now();
			let isFirst = true;
			try {
				for await (const part of iterateWithin(span.within, () => model.stream(request, signal))) {
					if (isFirst) span.set({ 'gen_ai.response.time_to_first_chunk': (performance.now() - startedAt) / 1_000 });
					isFirst = false;
					if (part.kind === 'end') await describe(span, tracing, request, part.response);
					yield part;
				}
			} catch (error) {
				span.end(error);
				throw error;
			} finally {
				span.end();
			}
		},
	};
}

const toRequestFacts = ({ maxOutputTokens, temperature }: ChatRequest) => ({
	...(maxOutputTokens !== undefined && { 'gen_ai.request.max_tokens': maxOutputTokens }),
	...(temperature !== undefined && { 'gen_ai.request.temperature': temperature }),
});

async function describe(span: Span, { showsContent }: Tracing, request: ChatRequest, response: ChatResponse): Promise<void> {
	const { usage, finish, costUsd } = response;
	span.set({
		...toTokenFacts(usage),
		'gen_ai.response.model': splitId(response.model).model,
		'gen_ai.response.finish_reasons': [finish],
		...(costUsd !== undefined && { 'troupe.cost.usd': costUsd }),
		...(showsContent && (await describeQuestion(request))),
		...(showsContent && (await describeAnswer(response))),
	});
}
