import { countTokens } from '../../tokens/token-counter';
import { estimateTokens } from '../../tokens/estimate-tokens';
import { isDotprompt } from '../../prompts/dotprompt/split-head';
import type { Message } from '../../prompts/dotprompt/to-messages';
import { fillPrompt, listVariables } from '../../prompts/prompt-template';
import { fillDotprompt, listMissing, requireLength } from './fill-dotprompt';

interface RenderedPrompt {
	text: string;
	messages?: Message[];
	/** Variables without a value, still in the text. */
	missing: string[];
	characters: number;
	tokens: number;
	/** True without the model's vocabulary. */
	isEstimate: boolean;
}

/**
 * Fills in known values, and leaves the rest. @param model counts tokens, as `provider:model`; absent: an estimate @throws TroupeError AGENT_INVALID
 * if the text gets too long
 */
export async function renderPrompt(content: string, values: Record<string, string>, model?: string): Promise<RenderedPrompt> {
	const { text, missing, messages } = isDotprompt(content) ? await renderMessages(content, values) : fillText(content, values);
	const counted = model === undefined ? { tokens: estimateTokens(text), isEstimate: true } : await countTokens(text, model);
	return { text, missing, characters: text.length, ...counted, ...(messages && { messages }) };
}

type Filled = Pick<RenderedPrompt, 'text' | 'missing' | 'messages'>;

function fillText(content: string, values: Record<string, string>): Filled {
	const names = listVariables(content);
	const missing = names.filter((name) => !Object.hasOwn(values, name));
	const text = fillPrompt(content, { ...values, ...Object.fromEntries(missing.map((name) => [name, `{{${name}}}`])) }, 'The prompt');
	return { text, missing };
}

async function renderMessages(content: string, values: Record<string, string>): Promise<Filled> {
	const missing = await listMissing(content, values, 'The prompt');
	const places = Object.fromEntries(missing.map((name) => [name, `{{${name}}}`]));
	const messages = await fillDotprompt(content, values, 'The prompt', places);
	const blocks = messages.map(({ role, content: parts }) => ({ role, text: parts.map(showPart).join('').trim() }));
	const isOne = blocks.length === 1 && /^(?:system|user)$/.test(blocks[0]!.role);
	const text = isOne ? blocks[0]!.text : blocks.map(({ role, text }) => `[${role}]\n${text}`).join('\n\n');
	requireLength(text, 'The prompt');
	return { text, missing, messages };
}

const showPart = (part: Message['content'][number]): string =>
	'text' in part && typeof part.text === 'string' ? part.text : JSON.stringify(part);
