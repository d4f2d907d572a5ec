import type { ChatModel, ChatPart, ChatResponse } from '../ports';

/** US dollars per million tokens. */
export interface Price {
	input: number;
	output: number;
}

/** Adds what a call cost. Tokens that the provider read from its cache are charged in full: an upper bound. */
export function withPrice(model: ChatModel, price: Price): ChatModel {
	const charge = (response: ChatResponse): ChatResponse => ({ ...response, costUsd: costOf(response, price) });
	return {
		id: model.id,
		generate: async (request, signal) => charge(await model.generate(request, signal)),
		async *stream(request, signal): AsyncGenerator<ChatPart> {
			for await (const part of model.stream(request, signal))
				yield part.kind === 'end' ? { kind: 'end', response: charge(part.response) } : part;
		},
	};
}

function costOf({ usage }: ChatResponse, price: Price): number {
	return (usage.inputTokens * price.input + usage.outputTokens * price.output) / 1_000_000;
}
