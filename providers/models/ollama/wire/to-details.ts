import type { ShowResponse } from 'ollama/browser';

export interface ModelDetails {
	capabilities: string[];
	contextTokens?: number;
	family: string;
	/** From the model's file; the server's default. */
	numCtx?: number;
}

export function toDetails(shown: Partial<ShowResponse>): ModelDetails {
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
