import { estimateMessages, estimateTokens } from '../../../core/tokens/estimate-tokens';
import type { ChatRequest } from '../../../core/ports/models/models';
import type { ModelCall } from '../shared/model-call';
import { modelError } from '../shared/to-model-error';
import type { ModelDetails } from './wire/to-details';

/** The min size to request; a smaller one saves nothing. */
const minContext = 4096;
/** Estimates are up to 40 % too low on code and digits, and chat templates add their own. */
const margin = 1.5;
/** Max tokens of an image. */
const tokensPerImage = 1500;
/** Reserved for an answer without a limit. */
const unlimitedAnswer = 2048;

/**
 * Chooses the context size for a request. Ollama uses its own default, whatever the model supports, and silently drops the oldest messages
 * if it is too small. Sizes are powers of two, because each new size makes the server load the model again.
 * @throws TroupeError MODEL_CONTEXT_TOO_LONG if the conversation alone exceeds the context of the model
 */
export function chooseContextSize(request: ChatRequest, { contextTokens = Infinity, numCtx = 0 }: ModelDetails, call: ModelCall): number {
	const input = estimateInput(request);
	if (input > contextTokens) {
		const happened = `was not called: the conversation has about ${input} tokens, but the context of the model is ${contextTokens}`;
		throw modelError('MODEL_CONTEXT_TOO_LONG', call, happened);
	}
	const needed = Math.ceil(input * margin) + (request.maxOutputTokens ?? unlimitedAnswer);
	const step = 2 ** Math.ceil(Math.log2(Math.max(needed, minContext)));
	return Math.min(Math.max(step, numCtx), contextTokens);
}

function estimateInput({ messages, tools = [], responseSchema }: ChatRequest): number {
	const extras = messages.flatMap((message) => ('toolCalls' in message ? (message.toolCalls ?? []) : []));
	const images = messages.reduce((sum, message) => sum + (message.role === 'user' ? (message.images?.length ?? 0) : 0), 0);
	const overhead = [tools, extras, responseSchema?.schema ?? []].map((value) => estimateTokens(JSON.stringify(value)));
	return estimateMessages(messages) + overhead.reduce((sum, tokens) => sum + tokens, 0) + images * tokensPerImage;
}
