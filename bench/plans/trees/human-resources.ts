import { choice, end, http, human, node, number, parallel, plan, text, yes } from './blocks';

export const humanResources: unknown[] = [
	plan(
		'en',
		'Hire a person',
		'manual',
		[text('candidate'), { name: 'start', type: 'date', example: '2026-12-01' }],
		[
			parallel(
				'Prepare',
				[human('Order a laptop', 'it')],
				[human('Create accounts', 'it', [text('account')], { deadline: { after: 'P1D', goesOn: true, do: [node('Remind IT')] } })],
				[human('Sign the contract', 'hr', [yes('signed')]), choice('Signed?', 'signed', [], [end('Not hired', { cancels: true })])],
			),
			choice('Begins later?', 'date(start) > today()', [human('Send a welcome', 'hr')]),
			human('First day', 'hr', [], { shows: ['account'] }),
		],
	),
	plan(
		'pt',
		'Aprovar férias',
		'form',
		[number('dias', 10)],
		[
			human('Decidir', 'gerencia', [yes('aprovado'), { ...text('comentario'), required: false }], { due: 'P2D' }),
			choice('Aprovado?', 'aprovado = true', [http('Lançar no ponto')], [node('Avisar recusa'), end('Recusado')]),
			node('Avisar aprovação'),
		],
	),
];
