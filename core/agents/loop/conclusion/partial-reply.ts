import type { Language } from '../../../base/text/languages';

const prefix: Record<Language, string> = {
	en: 'I had to stop before I was done, so this answer is not complete. ',
	pt: 'Tive de parar antes de terminar, por isso esta resposta não está completa. ',
};

/** States first that the answer is incomplete, without relying on the model. */
export function partialReply(language: Language, text: string): string {
	return prefix[language] + text;
}
