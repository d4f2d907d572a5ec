import type { Language } from '../../../ports';

const PREFIX: Record<Language, string> = {
	en: 'I had to stop before I was done, so this answer is not complete. ',
	pt: 'Tive de parar antes de terminar, por isso esta resposta não está completa. ',
};

/** Says, before all else, that the answer is not whole: it is not left to the model to say so. */
export function partialReply(language: Language, text: string): string {
	return PREFIX[language] + text;
}
