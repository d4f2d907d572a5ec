import { TroupeError } from '../../base/errors';
import type { ChatModel, ChatPart, ChatResponse } from '../../ports/models/models';
import { ThoughtSeparator } from './thought-separator';

/** By id: true after a thought without a beginning, false while whole answers had none. */
const learned = new Map<string, boolean>();
const maxModels = 1000;

/** Their chat templates begin the thought in the prompt. */
const bareNames = [
	'r1',
	'qwq',
	'think(?:ing|er)?',
	'reason(?:ing|er)?',
	'deepseek-v(?:3\\.[1-9]|[4-9])',
	'glm-(?:4\\.[5-9]|[5-9])',
	'gpt-oss',
	'kimi-k[2-9]\\.\\d',
	'mimo',
	'minimax-m\\d',
	'nemotron',
	'qwen-?(?:3\\.\\d|[4-9])',
	'step-[3-9]\\.\\d',
];

/** Anthropic and Google separate thoughts themselves. */
const knownBare = new RegExp(`^(?:openai|ollama|n8n):(?:.*[^a-z0-9])?(?:${bareNames.join('|')})(?:[^a-z0-9]|$)`, 'i');

/**
 * For models on servers without a parser. Drops thoughts: no customer, guardrail or JSON reader may take them for the answer. A stream of a model
 * known to think without a beginning waits for the end of the thought; other models' thoughts are shown, and withdrawn at their end.
 */
export function withoutThoughts(model: ChatModel): ChatModel {
	const { id } = model;
	return {
		id,
		generate: async (request, signal) => separate(await model.generate(request, signal), id),
		async *stream(request, signal): AsyncGenerator<ChatPart, void> {
			const separator = new ThoughtSeparator(learned.get(id) ?? knownBare.test(id));
			let isOpen = true;
			let isWithdrawn = false;
			for await (const part of model.stream(request, signal)) {
				const text = part.kind === 'text' ? separator.write(part.text) : isOpen ? separator.end() : '';
				isOpen &&= part.kind === 'text';
				if (separator.isLeaked && !isWithdrawn) {
					isWithdrawn = true;
					learn(id, true);
					yield { kind: 'withdrawn' };
				}
				if (text !== '') yield { kind: 'text', text };
				if (part.kind === 'end') yield { kind: 'end', response: separate(part.response, id) };
				else if (part.kind !== 'text') yield part;
			}
		},
	};
}

export function withdrawnError(id: string): TroupeError {
	return new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `${id} wrote its thoughts into the answer, with an end but without a beginning.`,
		fix: 'Retry: from now on, this process holds the streamed text of this model back until the thought ends. Or set up the reasoning parser of the model server (--reasoning-parser of vLLM and SGLang, --reasoning-format of llama.cpp).',
		retryable: true,
		details: { model: id },
	});
}

function separate(response: ChatResponse, id: string): ChatResponse {
	const separator = new ThoughtSeparator(true);
	const text = separator.write(response.text) + separator.end();
	if (separator.isBare) learn(id, true);
	else if (response.finish === 'stop' || response.finish === 'tool-calls') learn(id, learned.get(id) ?? false);
	return text === response.text ? response : { ...response, text };
}

function learn(id: string, isBare: boolean): void {
	if (learned.size >= maxModels) learned.clear();
	learned.set(id, isBare);
}
