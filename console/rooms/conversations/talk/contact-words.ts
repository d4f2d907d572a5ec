import { defineWords } from '../../../words/words';

export const contactWords = defineWords(
	{
		...{ customer: 'The customer …', 'opt-out': 'Wants no more messages', request: 'Asks about their data', forget: 'Forget the customer' },
		optOutLead: 'Nothing is sent to them any more, neither by agents nor by people. They can write again, and ask for messages.',
		optedOut: (protocol: string) => `No more messages go out. Protocol ${protocol}.`,
		...{ optedIn: 'Messages can go out again.', undone: 'Taken back at once in the console' },
		requestLead: 'The request is noted with its protocol and the last day for an answer. A person answers it in the inbox.',
		...{ kind: 'What they ask for', note: 'Note the request' },
		...{
			access: 'their data (access)',
			erasure: 'to be forgotten',
			rectification: 'a correction',
			portability: 'their data to take along',
		},
		...{ objection: 'an end of the use (objection)', 'consent-withdrawal': 'withdraws the consent' },
		'decision-review': 'a person reviews a decision',
		requested: (protocol: string, due: string) => `Noted as ${protocol}${due && `; answer until ${due}`}.`,
		requestedBefore: (protocol: string, due: string) => `Already noted as ${protocol}${due && `; answer until ${due}`}.`,
		forgetLead:
			'Names, conversations, messages and what agents remember of them are removed everywhere that Troupe keeps them. This cannot be undone.',
		forgetNow: 'Forget for good',
		forgotten: 'The customer is forgotten.',
		forgottenPartly: (count: number) => `The customer is forgotten; ${count} other places keep copies. See the request in the inbox.`,
	},
	{
		...{
			customer: 'O cliente …',
			'opt-out': 'Não quer mais mensagens',
			request: 'Pergunta sobre seus dados',
			forget: 'Esquecer o cliente',
		},
		optOutLead: 'Ninguém envia mais nada a ele. Ele ainda pode escrever, e pedir para receber mensagens.',
		optedOut: (protocol) => `Nenhuma mensagem será enviada. Protocolo ${protocol}.`,
		...{ optedIn: 'As mensagens voltam a ser enviadas.', undone: 'Desfeito na hora, no console' },
		requestLead: 'O pedido é registrado com o protocolo e o último dia para responder. Uma pessoa o responde na caixa de entrada.',
		...{ kind: 'O que pede', note: 'Registrar o pedido' },
		...{ access: 'os dados dele (acesso)', erasure: 'ser esquecido', rectification: 'uma correção', portability: 'levar os dados' },
		...{ objection: 'o fim do uso (oposição)', 'consent-withdrawal': 'retira o consentimento' },
		'decision-review': 'revisão de uma decisão por uma pessoa',
		requested: (protocol, due) => `Registrado como ${protocol}${due && `; responda até ${due}`}.`,
		requestedBefore: (protocol, due) => `Já registrado como ${protocol}${due && `; responda até ${due}`}.`,
		forgetLead:
			'Nomes, conversas, mensagens e o que os agentes lembram são apagados em todo lugar em que o Troupe os guarda. Não há como desfazer.',
		forgetNow: 'Esquecer de vez',
		forgotten: 'O cliente foi esquecido.',
		forgottenPartly: (count) => `O cliente foi esquecido; ${count} outros lugares guardam cópias. Veja o pedido na caixa de entrada.`,
	},
);
