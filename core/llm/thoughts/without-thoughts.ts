import { TroupeError } from '../../base/errors';
import type { ChatModel, ChatPart, ChatResponse } from '../../ports';
import { ThoughtSeparator } from './thought-separator';

/** Models whose thoughts had no beginning, by their ids. */
const bare = new Set<string>();
const maxModels = 1000;

/** Models whose chat templates begin the thought in the prompt. Anthropic and Google separate thoughts themselves. */
const knownBare = /^(?:openai|ollama|n8n):(?:.*[^a-z0-9])?(?:r1|qwq|thinking)(?:[^a-z0-9]|$)/i;

/**
 * Separates the thoughts that a model writes into its answer, as models on servers without a parser for them do. The thoughts are dropped: nobody
 * who reads an answer may take them for it, be it a customer, a guardrail or a reader of JSON. Of a stream, only what is certainly not a thought is
 * passed on: the text of a model that is known to think without a beginning waits for the end of the thought.
 */
export function withoutThoughts(model: ChatModel): ChatModel {
	const { id } = model;
	return {
		id,
		generate: async (request, signal) => separate(await model.generate(request, signal), id),
		async *stream(request, signal): AsyncGenerator<ChatPart, void> {
			const separator = new ThoughtSeparator(bare.has(id) || knownBare.test(id));
			let isOpen = true;
			for await (const part of model.stream(request, signal)) {
				const text = part.kind === 'text' ? separator.write(part.text) : isOpen ? separator.end() : '';
				isOpen &&= part.kind === 'text';
				if (separator.isBare) note(id);
				if (text !== '' && !separator.isLeaked) yield { kind: 'text', text };
				if (part.kind === 'end' && separator.isLeaked) throw leaked(id, part.response);
				if (part.kind === 'end') yield { kind: 'end', response: separate(part.response, id) };
				else if (part.kind === 'tool-call') yield part;
			}
		},
	};
}

function separate(response: ChatResponse, id: string): ChatResponse {
	const separator = new ThoughtSeparator(true);
	const text = separator.write(response.text) + separator.end();
	if (separator.isBare) note(id);
	return text === response.text ? response : { ...response, text };
}

function note(id: string): void {
	if (bare.size >= maxModels) bare.clear();
	bare.add(id);
}

/** What was shown cannot be taken back, and must not become the reply. */
function leaked(id: string, { usage, costUsd }: ChatResponse): TroupeError {
	return new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `${id} wrote its thoughts into the answer, with an end but without a beginning.`,
		fix: 'Set up the reasoning parser of the model server (--reasoning-parser of vLLM and SGLang, --reasoning-format of llama.cpp). Until then, answers that are not streamed are right, and this process, until it ends, holds the streamed text of this model back.',
		retryable: true,
		details: { model: id, usage, ...(costUsd !== undefined && { costUsd }) },
	});
}
