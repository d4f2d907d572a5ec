import type { Language } from '../../core/base/text/languages';
import { shorten, splitSentences } from './sentences';

const impossible: Record<Language, RegExp> = {
	en: /\b(?:guarantee\w* (?:that )?(?:no|100|zero|every|all|success|profit)|(?:100 ?%|always|never) (?:correct|accurate|wrong|fails?)|reads? (?:\w+ )?minds?|predicts? (?:the )?(?:lottery|future|stock prices?)|(?:yesterday|last (?:week|month|year)),? (?:send|start|undo)|(?:bypass|solve|get around) (?:the )?(?:captcha|two-factor|2fa)|without (?:the|their|his|her) (?:password|permission|knowledge|consent)|(?:hack|steal)\w*|travel(?:s|ling)? (?:back )?in time|teleport\w*)\b/i,
	pt: /(?<![\p{L}])(?:garant\p{L}+ (?:que )?(?:nenhum|100|zero|todo|toda|sucesso|lucro)|(?:100 ?%|sempre|nunca) (?:corret\p{L}+|cert\p{L}+|erra\p{L}*|falha\p{L}*)|l[eê]r? (?:\p{L}+ )?(?:mentes?|pensamentos?)|(?:prev\p{L}+|adivinh\p{L}+) (?:o |a |os )?(?:loteria|futuro|números da|bolsa)|(?:burl\p{L}+|contorn\p{L}+|quebr\p{L}+) (?:o |a )?(?:captcha|verificação|senha)|sem (?:a senha|o consentimento|a permissão|(?:que )?(?:o cliente|ele|ela) sab\p{L}+)|(?:hacke|invad)\p{L}+|volt\p{L}+ no tempo|teletransport\p{L}+)(?![\p{L}])/iu,
};

/** Checks for words that ask for what no process can do. */
export const isImpossible = (text: string, language: Language): boolean => impossible[language].test(text);

/** Returns the sentences of a wish that ask for what no process can do; at most 3. */
export function findImpossible(wish: string, language: Language): string[] {
	const sentences = splitSentences(wish).map(({ text }) => text);
	return sentences
		.filter((text) => isImpossible(text, language))
		.slice(0, 3)
		.map((text) => shorten(text, 160));
}
