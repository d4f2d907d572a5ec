import type { Language } from '../../base/text/languages';

export const notTold: Record<Language, string> = {
	en: 'Our team gets what you wrote, but I cannot say yet when somebody will read it.',
	pt: 'A nossa equipe recebe o que você escreveu, mas ainda não sei dizer quando alguém vai ler.',
};
