import type { Language } from '../../ports';
import type { Stage, Violation } from './guard';

const reason: Record<Language, string> = {
	en: 'The text comes with images or files, which no guardrail can read.',
	pt: 'O texto vem com imagens ou arquivos, que nenhuma proteção consegue ler.',
};

/** Returns the violation of a text that comes with images or files. Like a message that gives orders, a person decides about it. */
export function createFileRefusal(stage: Stage, language: Language): Violation {
	return { guardrail: 'files', code: 'FILE', stage, action: 'ask-person', matches: [], reason: reason[language] };
}
