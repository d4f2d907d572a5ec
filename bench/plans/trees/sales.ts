import { agent, choice, each, end, http, human, loop, node, number, plan, text, yes } from './blocks';

export const sales: unknown[] = [
	plan(
		'en',
		'Qualify a lead',
		'New lead',
		[text('company'), number('employees', 40)],
		[
			http('Look up the company', [{ name: 'profile', type: 'object' }], { method: 'GET' }),
			choice(
				'Large?',
				'employees >= 50',
				[human('Call the lead', 'sales', [yes('interested')])],
				[agent('Write a mail', [text('mail')], { reads: ['company'] }), node('Send the mail'), end('Small lead')],
			),
			choice(
				'Interested?',
				'interested',
				[{ kind: 'call', name: 'Make the offer', process: 'called', inputs: { lead: 'reference' } }],
				[end('Lost')],
			),
		],
	),
	plan(
		'pt',
		'Preparar proposta',
		'form',
		[{ name: 'itens', type: 'list', example: ['a', 'b', 'c'] }, number('desconto', 5)],
		[
			each('Cotar itens', 'itens', 'item', [http('Buscar preço', [number('preco')])]),
			choice('Desconto alto?', 'desconto > 10', [human('Autorizar desconto', 'vendas', [yes('autorizado')])]),
			agent('Escrever proposta', [text('proposta')], { reads: ['desconto'] }),
			loop('Revisar', 'pronta', [human('Revisar proposta', 'vendas', [yes('pronta')], { shows: ['proposta'] })]),
		],
	),
];
