import type { Language } from '../../base/text/languages';
import type { Stage, Violation } from './guard';

const reason: Record<Language, string> = {
	en: 'The text comes with images or files, which no guardrail can read.',
	pt: 'O texto vem com imagens ou arquivos, que nenhuma proteção consegue ler.',
};

export const createFileNote = (stage: Stage, language: Language): Violation => ({
	guardrail: 'files',
	code: 'FILE',
	stage,
	action: 'log',
	matches: [],
	reason: { en: 'The judge found the images and the text harmless.', pt: 'O juiz considerou as imagens e o texto inofensivos.' }[language],
});

const judged: Record<Language, string> = {
	en: 'The judge did not find the images and the text harmless, or gave no usable answer.',
	pt: 'O juiz não considerou as imagens e o texto inofensivos, ou não deu uma resposta utilizável.',
};

/** A person decides about it, as about a message that gives orders. @param isJudged a judge was asked first */
export function createFileRefusal(stage: Stage, language: Language, isJudged = false): Violation {
	return { guardrail: 'files', code: 'FILE', stage, action: 'ask-person', matches: [], reason: (isJudged ? judged : reason)[language] };
}
