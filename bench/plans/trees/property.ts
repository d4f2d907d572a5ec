import { agent, choice, end, http, human, loop, message, node, number, plan, text, wait, yes } from './blocks';

export const property: unknown[] = [
	plan(
		'en',
		'Repair a flat',
		'Tenant reports',
		[text('damage')],
		[
			agent('Choose a trade', [{ name: 'trade', type: 'text', options: ['plumber', 'painter', 'other'] }], { reads: ['damage'] }),
			loop(
				'Find somebody',
				'accepted',
				[node('Ask a firm'), wait('Wait for the firm', { on: message('Firm answers', [yes('accepted')]) })],
				[human('Call around', 'office')],
			),
			wait('Wait for the repair', { on: { kind: 'date', date: '2020-01-01' } }),
			http('Pay the firm', [text('receipt')]),
		],
	),
	plan(
		'pt',
		'Renovar aluguel',
		'manual',
		[number('aluguel', 2000)],
		[
			http('Consultar índice', [number('indice')], { method: 'GET' }),
			human('Propor valor', 'imobiliaria', [number('novo')], { shows: ['aluguel', 'indice'] }),
			choice('Subiu muito?', 'novo > aluguel * 1.2', [
				human('Negociar', 'imobiliaria', [yes('acordo')]),
				choice('Acordo?', 'acordo', [], [end('Sem acordo')]),
			]),
			{ kind: 'call', name: 'Assinar contrato', process: 'called', inputs: { valor: 'novo' } },
		],
	),
];
