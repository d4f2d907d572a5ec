import type { ChatMessage, TokenUsage } from '../ports/models/models';

const tokensPerMessage = 4;

/**
 * One token for 4 Latin characters, one for every other character (CJK, emoji, Arabic). Within 20 % of the usual byte-pair vocabularies on English
 * and Portuguese prose; up to 40 % too low for code, digits and names. For budgets and servers without usage figures, not for billing.
 */
export function estimateTokens(text: string): number {
	let latin = 0;
	let other = 0;
	for (let index = 0; index < text.length; index += 1) {
		if (text.charCodeAt(index) < 0x250) latin += 1;
		else other += 1;
	}
	return Math.ceil(latin / 4 + other);
}

export function estimateMessages(messages: ChatMessage[]): number {
	return messages.reduce((sum, { content }) => sum + estimateTokens(content) + tokensPerMessage, 0);
}

export function estimateUsage(messages: ChatMessage[], reply: string): TokenUsage {
	return { inputTokens: estimateMessages(messages), outputTokens: estimateTokens(reply), estimated: true };
}
