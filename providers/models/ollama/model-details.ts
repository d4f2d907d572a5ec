import type { ShowResponse } from 'ollama/browser';
import type { ModelCall } from '../shared/model-call';
import { toOllamaError, type Connect } from './connection';

/** What the server says of a model. */
export interface ModelDetails {
	capabilities: string[];
	contextTokens?: number;
	/** Such as `llama`, `gptoss`. */
	family: string;
	/** What the model's file sets, and the server goes by without being told otherwise. */
	numCtx?: number;
}

/** Asks the server for one model's details. @throws TroupeError MODEL_* or CANCELLED */
export async function readModelDetails(model: string, call: ModelCall, connect: Connect, signal: AbortSignal): Promise<ModelDetails> {
	try {
		const client = await connect(call, signal);
		return toDetails(await client.show({ model }));
	} catch (error) {
		throw toOllamaError(error, call, signal);
	}
}

function toDetails(shown: Partial<ShowResponse>): ModelDetails {
	// A JSON object, whatever the SDK's types say.
	const facts = (shown.model_info ?? {}) as unknown as Record<string, unknown>;
	const architecture = facts['general.architecture'];
	const contextTokens = typeof architecture === 'string' ? facts[`${architecture}.context_length`] : undefined;
	const numCtx = /^num_ctx\s+(\d{1,9})\s*$/m.exec(typeof shown.parameters === 'string' ? shown.parameters : '')?.[1];
	return {
		capabilities: Array.isArray(shown.capabilities) ? shown.capabilities : [],
		...(Number.isInteger(contextTokens) && { contextTokens: contextTokens as number }),
		family: shown.details?.family ?? '',
		...(numCtx !== undefined && { numCtx: Number(numCtx) }),
	};
}
