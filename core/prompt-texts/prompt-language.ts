import { BoundedCache } from '../base/bounded-cache';
import { identifySurely } from '../base/text/language';
import type { Language } from '../base/text/languages';

/** An agent has the same prompt in each turn. */
const known = new BoundedCache<Language>(100);

/** Language of texts added to a prompt: a small model answers in the language that it reads last. */
export function identifyPrompt(prompt: string): Language {
	const language = known.get(prompt) ?? identifySurely(prompt) ?? 'en';
	known.set(prompt, language);
	return language;
}

export const findPromptLanguage = ({ parts }: { parts: { definition: { prompt: string } } }): Language =>
	identifyPrompt(parts.definition.prompt);
