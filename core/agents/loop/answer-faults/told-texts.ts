import type { Language } from '../../../base/text/languages';

export const toldTexts: Record<'goesOn' | 'noted', Record<Language, string>> = {
	goesOn: { en: 'A person will continue this conversation here.', pt: 'Uma pessoa continua a conversa por aqui.' },
	noted: { en: 'Your request was noted for the team.', pt: 'O seu pedido foi anotado para a equipe.' },
};
