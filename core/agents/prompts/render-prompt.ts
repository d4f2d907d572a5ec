import { countTokens } from '../../tokens/token-counter';
import { estimateTokens } from '../../tokens/estimate-tokens';
import { fillPrompt, listVariables } from '../../prompts/prompt-template';

/** A prompt as a model gets it. */
export interface RenderedPrompt {
	text: string;
	/** Variables without a value, which are still in the text. */
	missing: string[];
	characters: number;
	tokens: number;
	/** The count is not that of a model. */
	isEstimate: boolean;
}

/**
 * Fills in what has a value, and leaves the rest as it is.
 * @param model counts as it does, as `provider:model`; absent: an estimate
 * @throws TroupeError AGENT_INVALID if the text gets too long
 */
export async function renderPrompt(content: string, values: Record<string, string>, model?: string): Promise<RenderedPrompt> {
	const names = listVariables(content);
	const missing = names.filter((name) => !Object.hasOwn(values, name));
	const text = fillPrompt(content, { ...values, ...Object.fromEntries(missing.map((name) => [name, `{{${name}}}`])) }, 'The prompt');
	const tokens = model === undefined ? estimateTokens(text) : await countTokens(text, model);
	return { text, missing, characters: text.length, tokens, isEstimate: model === undefined };
}
