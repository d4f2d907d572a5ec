import type { Language } from '../../base/text/languages';
import type { LocalizedText } from '../policy/policy-shapes';
import type { HarmKind } from './harm-kinds';

export const helpExists: Record<Language, string> = {
	en: 'It sounds as if you are going through something very hard. You do not have to face it alone. Please talk to someone now: call or text 988 in the United States and Canada, 116 123 in the United Kingdom and Ireland; findahelpline.com lists helplines in other countries. If you are in danger, call your emergency number.',
	pt: 'Parece que você está passando por um momento muito difícil. Você não precisa enfrentar isso sozinho. Fale com alguém agora: o CVV atende de graça, dia e noite, pelo telefone 188 ou em cvv.org.br; fora do Brasil, findahelpline.com mostra onde ligar. Se há perigo imediato, ligue para o SAMU, 192, ou para a emergência do seu país.',
};

const names: Record<HarmKind, Record<Language, string>> = {
	hate: { en: 'hate', pt: 'ódio' },
	harassment: { en: 'harassment', pt: 'assédio ou insultos' },
	violence: { en: 'violence', pt: 'violência' },
	sexual: { en: 'sexual content', pt: 'conteúdo sexual' },
	'sexual-minors': { en: 'sexual content about minors', pt: 'conteúdo sexual sobre menores' },
	'self-harm': { en: 'self-harm', pt: 'autolesão' },
	'dangerous-acts': { en: 'dangerous acts', pt: 'atos perigosos' },
};

const reason: Record<Language, (kinds: string) => string> = {
	en: (kinds) => `The text appears to contain harmful content (${kinds}).`,
	pt: (kinds) => `O texto parece ter conteúdo nocivo (${kinds}).`,
};
const degraded: Record<Language, string> = {
	en: ' The judge or the moderation service did not answer, so only the word lists decided.',
	pt: ' O juiz ou o serviço de moderação não respondeu, por isso só as listas de palavras decidiram.',
};

export function describeHarm(kinds: readonly HarmKind[], language: Language, isDegraded: boolean): string {
	return reason[language](kinds.map((kind) => names[kind][language]).join(', ')) + (isDegraded ? degraded[language] : '');
}

export function chooseLanguage(text: LocalizedText, language: Language): string | undefined {
	return text[language] ?? text.en ?? text.pt;
}
