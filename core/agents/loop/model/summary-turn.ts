import type { ChatMessage, Language } from '../../../ports';

const headings: Record<Language, [said: string, answer: string]> = {
	en: ['Summary of what was said before:', 'I see.'],
	pt: ['Resumo do que foi dito antes:', 'Entendi.'],
};

export function createTurn(message: string, reply: string): ChatMessage[] {
	return [
		{ role: 'user', content: message },
		{ role: 'assistant', content: reply },
	];
}

/** Returns a turn that replaces the earlier turns with their summary. */
export function createSummaryTurn(text: string, language: Language): ChatMessage[] {
	const [heading, answer] = headings[language];
	return createTurn(`${heading} ${text}`, answer);
}
