import { hear, open, press, read, type Reader, write } from './task';

export const manager: Reader = {
	id: 'manager',
	title: ['Who leads a team of sales or support', 'Quem lidera uma equipe de vendas ou suporte'],
	rights: ['conversation:read', 'conversation:manage', 'channel:manage', 'agent:decide', 'run:read'],
	tasks: [
		{
			id: 'waiting',
			title: ['Who waits longest? Answer by hand', 'Quem espera há mais tempo? Responder à mão'],
			steps: [
				open(['Conversations', 'Conversas']),
				open('{customer}…', { table: ['Waiting for an answer', 'Esperando resposta'] }),
				read('{words}'),
				write(['It comes on Friday.', 'Chega na sexta-feira.'], ['Answer by hand', 'Responder à mão']),
				press('button', ['Send', 'Enviar']),
				hear(['The answer is on its way.', 'A resposta está a caminho.']),
			],
		},
		{
			id: 'approval',
			title: ['Approve what an agent wants to do', 'Aprovar o que um agente quer fazer'],
			steps: [
				open(['Inbox', 'Caixa de entrada']),
				open('pay'),
				read('number: 7'),
				press('button', ['Approve', 'Aprovar']),
				hear(['Approved.', 'Aprovado.']),
			],
		},
		{
			id: 'prices',
			title: ['Change what the agent says about prices', 'Mudar o que o agente diz sobre preços'],
			steps: [
				open(['Conversations', 'Conversas']),
				open(['Settings', 'Ajustes']),
				write('{price}', 'Prices'),
				press('button', ['Look at the change', 'Ver a mudança']),
				press('button', ['Save', 'Salvar']),
				read('{price}'),
			],
		},
		{
			id: 'forget',
			title: ['Forget a customer who asks for it', 'Esquecer um cliente que pede isso'],
			steps: [
				open(['Conversations', 'Conversas']),
				open('{customer}…', { table: ['Waiting for an answer', 'Esperando resposta'] }),
				press('disclosure', ['The customer …', 'O cliente …']),
				press('button', ['Forget the customer', 'Esquecer o cliente']),
				press('button', ['Forget for good', 'Esquecer de vez']),
				hear(['The customer is forgotten…', 'O cliente foi esquecido…']),
			],
		},
	],
};
