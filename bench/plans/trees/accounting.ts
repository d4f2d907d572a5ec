import { agent, choice, end, http, human, loop, number, parallel, plan, text, yes } from './blocks';

export const accounting: unknown[] = [
	plan(
		'en',
		'Pay an invoice',
		'form',
		[number('amount'), text('supplier')],
		[
			agent('Read the invoice', [text('account'), { name: 'category', type: 'text', options: ['goods', 'services'] }]),
			choice('More than 1000?', 'amount > 1000', [
				human('Approve the payment', 'finance', [yes('approved')]),
				choice('Approved?', 'approved', [], [end('Refused')]),
			]),
			parallel('Pay and file', [http('Pay it', [text('paymentNumber')])], [human('File the invoice', 'accounting', [text('folder')])]),
			human('Check the books', 'accounting', [], { shows: ['paymentNumber', 'folder'] }),
		],
	),
	plan(
		'pt',
		'Reembolsar despesa',
		'form',
		[number('valor'), text('motivo')],
		[
			loop('Completar recibos', 'completo', [human('Conferir recibos', 'financeiro', [yes('completo')])], [end('Recibos faltando')]),
			choice('Acima do limite?', 'valor > 500', [
				human('Aprovar', 'gerencia', [yes('aprovado')], {
					deadline: { after: '2 dias', do: [human('Aprovar no lugar', 'diretoria', [yes('aprovado')])] },
				}),
			]),
			http('Pagar', [], { onError: [human('Pagar no banco', 'financeiro')] }),
		],
	),
];
