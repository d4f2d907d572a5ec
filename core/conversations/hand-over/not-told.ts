import type { Language } from '../../base/text/languages';

/** What a customer is told in place of a promise while no person knows of them. */
export const notTold: Record<Language, string> = {
	en: 'I have noted this for our team, but I cannot say yet when somebody will read it.',
	pt: 'Anotei tudo para a nossa equipe, mas ainda não sei dizer quando alguém vai ler.',
};
