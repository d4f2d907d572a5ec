/** Texts of the commands about requests, by language. */
import type { Language } from '../../core/base/text/languages';
import type { dataRequestKinds } from '../../core/ports/channels/contact-rights';
import type { RequestLaw } from '../../core/base/privacy/privacy-laws';
import type { requestStates } from '../../core/privacy/request-times';

interface RequestWords {
	titles: Record<'protocol' | 'kind' | 'contact' | 'came' | 'by' | 'dueOn' | 'state' | 'outcome', string>;
	kinds: Record<(typeof dataRequestKinds)[number], string>;
	states: Record<(typeof requestStates)[number], string>;
	laws: Record<RequestLaw, string>;
	late: string;
	forgotten: string;
	/** The outcome of a forgetting. */
	done: string;
	/** Placeholders of a command. */
	way: string;
	text: string;
	aContact: string;
	none: string;
	times: (law: string) => string;
	isOpen: string;
	moved: (dueOn: string, before: string) => string;
	notMoved: (isExtended: boolean) => string;
	stillInForce: (command: string) => string;
	noneInForce: string;
	noExtension: string;
	tell: string;
	of: (kind: string, contact: string) => string;
	by: (at: string, by: string, channel: string | null) => string;
	lastDay: string;
	extended: (at: string, reason: string) => string;
	ended: (state: string, at: string, by: string, outcome: string) => string;
}

export const requestWords: Record<Language, RequestWords> = {
	en: {
		titles: {
			...{ protocol: 'protocol', kind: 'kind', contact: 'contact', came: 'came' },
			...{ by: 'by', dueOn: 'last day', state: 'state', outcome: 'outcome' },
		},
		kinds: {
			...{ access: 'access', erasure: 'erasure', rectification: 'rectification', portability: 'portability', objection: 'objection' },
			...{ 'consent-withdrawal': 'consent-withdrawal', 'decision-review': 'decision-review', restriction: 'restriction' },
		},
		states: { open: 'open', extended: 'extended', refused: 'refused', done: 'done', 'in-force': 'in-force' },
		laws: { lgpd: 'LGPD, 15 days', gdpr: 'GDPR, one month' },
		late: 'late',
		forgotten: 'forgotten',
		...{ done: 'forgotten', way: 'WAY', text: 'TEXT' },
		aContact: 'a contact who was forgotten',
		none: 'No request about data waits for an answer.',
		times: (law) => `Times of the ${law}, unless extended.`,
		isOpen: 'A request of this kind is open already: answer that one.',
		moved: (dueOn, before) => `It came earlier than was noted: its last day is ${dueOn} now (it was ${before}).`,
		notMoved: (isExtended) =>
			isExtended
				? 'Its day did not change: it was extended before.'
				: 'Its day did not change: it was noted for that day, or an earlier one.',
		stillInForce: (command) => `The request withdraws nothing by itself. Still in force; if it is to end: ${command}`,
		noneInForce: 'No consent and no legitimate interest of this contact is in force.',
		noExtension: 'The LGPD names no extension: ask counsel, and tell the person.',
		tell: 'Tell the person of it, with the reason, before the first month is over.',
		of: (kind, contact) => `${kind} of ${contact}`,
		by: (at, by, channel) => `came ${at} by ${by}${channel === null ? '' : ` through ${channel}`}`,
		lastDay: 'last day',
		extended: (at, reason) => `extended ${at}${reason && ` because: ${reason}`}`,
		ended: (state, at, by, outcome) => `${state} ${at} by ${by}${outcome && `: ${outcome}`}`,
	},
	pt: {
		titles: {
			...{ protocol: 'protocolo', kind: 'tipo', contact: 'contato', came: 'chegou' },
			...{ by: 'por', dueOn: 'último dia', state: 'situação', outcome: 'desfecho' },
		},
		kinds: {
			...{ access: 'acesso', erasure: 'exclusão', rectification: 'correção', portability: 'portabilidade', objection: 'oposição' },
			...{ 'consent-withdrawal': 'revogação do consentimento', 'decision-review': 'revisão de decisão', restriction: 'bloqueio' },
		},
		states: { open: 'em aberto', extended: 'prorrogado', refused: 'recusado', done: 'atendido', 'in-force': 'em vigor' },
		laws: { lgpd: 'da LGPD, 15 dias', gdpr: 'do GDPR, um mês' },
		late: 'fora do prazo',
		forgotten: 'esquecido',
		...{ done: 'esquecido', way: 'MEIO', text: 'TEXTO' },
		aContact: 'um contato que foi esquecido',
		none: 'Nenhum pedido sobre dados espera resposta.',
		times: (law) => `Prazos ${law}, salvo prorrogação.`,
		isOpen: 'Já há um pedido desse tipo em aberto: dê andamento a ele.',
		moved: (dueOn, before) => `O pedido chegou antes do que estava registrado: o último dia agora é ${dueOn} (era ${before}).`,
		notMoved: (isExtended) =>
			isExtended ? 'A data não mudou: o prazo já foi prorrogado.' : 'A data não mudou: o pedido já estava registrado nesse dia, ou antes.',
		stillInForce: (command) => `O pedido não revoga nada sozinho. Ainda em vigor; para encerrar: ${command}`,
		noneInForce: 'Nenhum consentimento e nenhum legítimo interesse deste contato está em vigor.',
		noExtension: 'A LGPD não prevê prorrogação: consulte o jurídico e avise a pessoa.',
		tell: 'Avise a pessoa, com o motivo, antes que o primeiro mês termine.',
		of: (kind, contact) => `${kind}, de ${contact}`,
		by: (at, by, channel) => `recebido em ${at}, registrado por ${by}${channel === null ? '' : `, pelo canal ${channel}`}`,
		lastDay: 'último dia',
		extended: (at, reason) => `prorrogado em ${at}${reason && `, porque: ${reason}`}`,
		ended: (state, at, by, outcome) => `${state} em ${at} por ${by}${outcome && `: ${outcome}`}`,
	},
};
