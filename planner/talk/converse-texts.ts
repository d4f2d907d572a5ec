import type { Language } from '../../core/base/text/languages';

interface ConverseTexts {
	hash: (hash: string) => string;
	place: (id: string, link: string | undefined) => string;
	proved: string;
	notProved: string;
	missing: string;
	confirmed: string;
	asking: string;
	failed: string;
	notHere: string;
	stays: string;
	notActed: string;
	/** The plan of the conversation is no longer stored. */
	gone: string;
	/** Answers a greeting where nothing was wished yet. */
	welcome: string;
	/** @param why the part of the plan that the question decides */
	why: (question: string, why: string) => string;
}

export const converseTexts: Record<Language, ConverseTexts> = {
	en: {
		hash: (hash) => `Hash: ${hash}`,
		place: (id, link) => `Plan: ${link ?? id}`,
		proved:
			'It is proved, and nothing runs yet. Ask about it, or say what should be different. A person confirms its hash: in the console, with `troupe plan confirm`, or by a Troupe Planner with the operation Confirm.',
		missing: 'It is proved, but something is missing before it can be confirmed. Give it, then say “prove”.',
		notProved: 'It is not proved, so that it cannot be confirmed. Say what should be different, or “prove” to try again.',
		confirmed: 'It is confirmed. It is started in the console, with `troupe plan run`, or by a Troupe Planner with the operation Run.',
		asking: 'Answer in one message, or say “you decide” for what stands in parentheses.',
		failed: 'Say in other words what you want done.',
		notHere: 'A message cannot confirm or start a plan.',
		stays: 'The plan stays as it is. Say what should be different, or “start over” for another plan.',
		notActed: 'A message here cannot cancel an instance or try it again. Do it in the console, or with `troupe plan ask`.',
		gone: 'The plan of this conversation is no longer stored. Say what you want done, and I make a new one.',
		welcome:
			'Say what you want done, such as: Customers ask for refunds. If the amount is above 500, the manager approves it. Then finance pays.',
		why: (question, why) => `${question} It decides about: ${why}`,
	},
	pt: {
		hash: (hash) => `Hash: ${hash}`,
		place: (id, link) => `Plano: ${link ?? id}`,
		proved:
			'O plano está provado, e nada é executado ainda. Pergunte sobre ele, ou diga o que deve mudar. Uma pessoa confirma o hash dele: no console, com `troupe plan confirm`, ou por um Troupe Planner com a operação Confirm.',
		missing: 'O plano está provado, mas falta algo para ser confirmado. Dê o que falta e diga “prove”.',
		notProved: 'O plano não está provado e por isso não pode ser confirmado. Diga o que deve mudar, ou “prove” para tentar de novo.',
		confirmed: 'O plano está confirmado. Ele é iniciado no console, com `troupe plan run`, ou por um Troupe Planner com a operação Run.',
		asking: 'Responda em uma mensagem, ou diga “você decide” para ficar com o que está entre parênteses.',
		failed: 'Diga com outras palavras o que você quer.',
		notHere: 'Uma mensagem não confirma nem inicia um plano.',
		stays: 'O plano fica como está. Diga o que deve mudar, ou “começar de novo” para fazer outro plano.',
		notActed: 'Uma mensagem aqui não cancela nem repete uma instância. Faça isso no console ou com `troupe plan ask`.',
		gone: 'O plano desta conversa não está mais guardado. Diga o que você quer, e eu faço um novo.',
		welcome:
			'Diga o que você quer, por exemplo: Clientes pedem reembolso. Se o valor passar de 500, o gerente aprova. Depois o financeiro paga.',
		why: (question, why) => `${question} A resposta decide: ${why}`,
	},
};
