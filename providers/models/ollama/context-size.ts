import { estimateMessages, estimateTokens } from '../../../core/tokens/estimate-tokens';
import type { ChatRequest } from '../../../core/ports/models/models';
import type { ModelCall } from '../shared/model-call';
import { modelError } from '../shared/to-model-error';
import type { ModelDetails } from './wire/to-details';

/** A smaller context saves nothing. */
const minContext = 4096;
/** Estimates are up to 40 % too low on code and digits, and chat templates add their own. */
const margin = 1.5;
const tokensPerImage = 1500;
const unlimitedAnswer = 2048;

/**
 * Ollama's default ignores the model and silently drops the oldest messages. Sizes are powers of two: each new size reloads the model. @throws
 * TroupeError MODEL_CONTEXT_TOO_LONG if the conversation alone exceeds the context of the model
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
