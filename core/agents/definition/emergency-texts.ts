import type { Language } from '../../base/text/languages';

type Numbers = Record<Language, { call: string; listen: string }>;

const elsewhere: Numbers['en']['listen'] = 'finds somebody who listens at findahelpline.com, day and night';
const emOutros: Numbers['pt']['listen'] = 'encontra quem ouve em findahelpline.com, dia e noite';

/** Whom to call in a country, by its ISO 3166 code. */
const brazil: Numbers = {
	en: { call: '192 (ambulance), 193 (fire brigade) or 190 (police) now', listen: 'can call CVV on 188, day and night' },
	pt: { call: 'já para o 192 (SAMU), o 193 (bombeiros) ou o 190 (polícia)', listen: 'pode falar com o CVV no 188, dia e noite' },
};
const northAmerica: Numbers = {
	en: { call: '911 now', listen: 'can call or text 988, day and night' },
	pt: { call: 'já para o 911', listen: 'pode ligar ou escrever para o 988, dia e noite' },
};
const usual: Numbers = {
	en: { call: '112 or the emergency number of your country now', listen: elsewhere },
	pt: { call: 'já para o 112 ou o número de emergência do seu país', listen: emOutros },
};
/** Customers who write in Portuguese are most often in Brazil. */
const unknown: Numbers = {
	en: { call: 'your emergency number now (112 in Europe, 911 in North America)', listen: elsewhere },
	pt: brazil.pt,
};
const countries: Record<string, Numbers> = { BR: brazil, US: northAmerica, CA: northAmerica };

/** Returns where help is, in a language, for a country. It promises nothing that nobody did, and suspects nobody: most read it next to an accident. */
export function writeEmergency(language: Language, country?: string): string {
	const { call, listen } = findNumbers(language, country);
	return language === 'pt'
		? `Se alguém estiver em perigo, ligue ${call}. Quem pensa em se machucar ${listen}.`
		: `If anyone is in danger, call ${call}. Anyone who thinks of hurting themselves ${listen}.`;
}

/** Returns whom to call after an accident, of which nothing says that somebody wants to die. */
export function writeAccident(language: Language, country?: string): string {
	const { call } = findNumbers(language, country);
	return language === 'pt' ? `Ligue ${call}.` : `Call ${call}.`;
}

/** Says that people were told, where they were. */
export const teamKnows: Record<Language, string> = { en: 'Our team was told.', pt: 'A nossa equipe foi avisada.' };

const findNumbers = (language: Language, country?: string) => (country === undefined ? unknown : (countries[country] ?? usual))[language];
