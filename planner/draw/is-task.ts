import type { Language } from '../../core/base/text/languages';

/** Background: words about who writes, and greetings. */
const background: Record<Language, RegExp> = {
	en: /^\s*(?:hello|hi|thanks?|thank you|please help|(?:we|i)(?:'re|'m| are| am| have| work| sell| make)(?!\p{L})(?! to(?!\p{L}))|(?:our|the|my|a|an) (?:\p{L}+ ){0,2}(?:company|firm|business|organi[sz]ation|office|team|shop|weather)\s+(?:is|are|has|have|makes?|sells?|was|were)(?!\p{L})|(?:there|it|this|that) (?:is|are|was)(?!\p{L}))/iu,
	pt: /^\s*(?:olá|oi|bom dia|boa tarde|obrigad[oa]|(?:nós |a gente |eu )?(?:somos|sou|estamos|vendemos|fabricamos|trabalhamos|temos(?! que| de))(?!\p{L})|(?:nossa|nosso|a|o|minha|meu|uma?) (?:\p{L}+ ){0,2}(?:empresa|companhia|organização|loja|escritório|equipe|tempo)(?: em \p{L}+)?\s+(?:é|são|está|estão|tem|têm|faz|vende)(?!\p{L})|(?:há|existe|isso é|isto é)(?!\p{L}))/iu,
};
/** Checks for a sentence that asks for something. Those about who writes are background. */
export const isTask = (text: string, language: Language): boolean => !background[language].test(text);
