import type { Language } from '../../base/text/languages';
import type { AbuseStep } from './abuse-limits';

type Step = Exclude<AbuseStep, 'none'>;

export const abuseMessages: Record<Step, Record<Language, string>> = {
	warn: {
		en: 'I cannot go on with a message like this one. Please rephrase it. After more messages like it, you will have to wait between messages, or cannot write here for a while.',
		pt: 'Não posso continuar com uma mensagem como esta. Por favor, escreva de outra forma. Se isso se repetir, você terá de esperar entre as mensagens, ou ficará um tempo sem poder escrever por aqui.',
	},
	slow: {
		en: 'Because of earlier messages, I answer you only from time to time. Please wait a little and write again.',
		pt: 'Por causa de mensagens anteriores, só respondo a você de tempos em tempos. Aguarde um pouco e escreva de novo.',
	},
	block: {
		en: 'Because of earlier messages, you cannot write here for now. A person of our team can lift this.',
		pt: 'Por causa de mensagens anteriores, você não pode escrever por aqui no momento. Uma pessoa da nossa equipe pode liberar.',
	},
};

export const abuseReasons: Record<Step, Record<Language, string>> = {
	warn: { en: 'The contact was warned.', pt: 'O contato foi avisado.' },
	slow: { en: 'The contact is slowed down.', pt: 'O contato precisa esperar entre as mensagens.' },
	block: { en: 'The contact is blocked.', pt: 'O contato está bloqueado.' },
};
