import type { Language } from '../../base/text/languages';
import type { Right } from '../../ports/channels/contact-rights';
import { readRightText, type RightRules } from '../../ports/channels/right-rules';

type Texts = Record<Right, (protocol: string) => string>;

const toCustomer: Record<Language, Texts> = {
	en: {
		'opt-out': (protocol) => `Done: you will get no more messages from us. Reference: ${protocol}. If you change your mind, reply START.`,
		'wrong-number': (protocol) =>
			`Sorry about that: we will not write to this number again. Reference: ${protocol}. To talk to us, reply START.`,
		'opt-in': () => 'Done: we can write to you again. How can we help?',
		erasure: (protocol) => `We have registered your request to delete your data. Reference: ${protocol}. Please keep this number.`,
		access: (protocol) =>
			`We have registered your request about the data that we have of you. Reference: ${protocol}. Please keep this number.`,
	},
	pt: {
		'opt-out': (protocol) =>
			`Pronto, você não vai mais receber mensagens nossas. Protocolo: ${protocol}. Se mudar de ideia, responda VOLTAR.`,
		'wrong-number': (protocol) =>
			`Desculpe o incômodo, não vamos mais escrever para este número. Protocolo: ${protocol}. Se quiser falar conosco, responda VOLTAR.`,
		'opt-in': () => 'Pronto, voltamos a escrever para você. Em que podemos ajudar?',
		erasure: (protocol) => `Registramos o seu pedido de exclusão de dados. Protocolo: ${protocol}. Guarde este número.`,
		access: (protocol) => `Registramos o seu pedido sobre os dados que temos de você. Protocolo: ${protocol}. Guarde este número.`,
	},
};

/** Returns the customer's text, without a model: the channel's, else the standard one. */
export function tellCustomer(
	right: Right,
	{ protocol, language, rightTexts = [] }: { protocol: string; language: Language } & Pick<RightRules, 'rightTexts'>,
): string {
	const own = rightTexts.map(readRightText).findLast((one) => one.right === right && one.language === language);
	return own ? own.text.replaceAll('{protocol}', () => protocol) : toCustomer[language][right](protocol);
}

type Notes = Record<Right, (contact: string, protocol: string) => string>;

const toPeople: Record<Language, Notes> = {
	en: {
		'opt-out': (contact, protocol) =>
			`The customer wants no more messages (${protocol}). Troupe writes to them no more, and what they asked before waits no longer.\nTo undo it, if they ask: troupe contacts opt-in ${contact} --reason TEXT`,
		'wrong-number': (contact, protocol) =>
			`Somebody else has this number (${protocol}). Troupe writes to it no more, and what they asked before waits no longer.\nTo undo it: troupe contacts opt-in ${contact} --reason TEXT`,
		'opt-in': () => 'The customer wants messages again. The agent answers.',
		erasure: (contact, protocol) =>
			`The customer wants their data deleted (${protocol}).\nTo delete it: troupe contacts forget ${contact}\nOr, if it must be kept: troupe privacy requests refuse ${protocol} --reason TEXT`,
		access: (contact, protocol) =>
			`The customer asks which data there is of them (${protocol}).\nTo look: troupe contacts show ${contact}\nOnce they have an answer: troupe privacy requests done ${protocol} --outcome TEXT`,
	},
	pt: {
		'opt-out': (contact, protocol) =>
			`O cliente não quer mais receber mensagens (${protocol}). O Troupe não escreve mais para ele, e o que ele perguntou antes não espera mais.\nPara desfazer, se ele pedir: troupe contacts opt-in ${contact} --reason TEXTO`,
		'wrong-number': (contact, protocol) =>
			`Este número é de outra pessoa (${protocol}). O Troupe não escreve mais para ele, e o que ele perguntou antes não espera mais.\nPara desfazer: troupe contacts opt-in ${contact} --reason TEXTO`,
		'opt-in': () => 'O cliente quer receber mensagens de novo. O agente responde.',
		erasure: (contact, protocol) =>
			`O cliente pediu a exclusão dos dados dele (${protocol}).\nPara excluir: troupe contacts forget ${contact}\nOu, se for preciso guardar: troupe privacy requests refuse ${protocol} --reason TEXTO`,
		access: (contact, protocol) =>
			`O cliente quer saber quais dados temos dele (${protocol}).\nPara ver: troupe contacts show ${contact}\nDepois de responder: troupe privacy requests done ${protocol} --outcome TEXTO`,
	},
};

export const tellPeople = (
	right: Right,
	{ contact, protocol, language }: { contact: string; protocol: string; language: Language },
): string => toPeople[language][right](contact, protocol);
