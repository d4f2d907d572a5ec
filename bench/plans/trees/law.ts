import { agent, choice, each, end, http, human, loop, parallel, plan, text, yes } from './blocks';

export const law: unknown[] = [
	plan(
		'en',
		'Review a contract',
		'form',
		[text('contract')],
		[
			agent('List the risks', [{ name: 'risks', type: 'list' }, text('summary')], { reads: ['contract'] }),
			each('Judge each risk', 'risks', 'risk', [
				human('Judge the risk', 'lawyers', [yes('acceptable')]),
				choice('Acceptable?', 'acceptable', [], [end('Refused')]),
			]),
			human('Sign', 'partners', [], { shows: ['summary'] }),
		],
	),
	plan(
		'pt',
		'Responder intimação',
		'Intimação recebida',
		[text('processo')],
		[
			parallel(
				'Preparar',
				[human('Juntar documentos', 'paralegais')],
				[agent('Rascunhar resposta', [text('rascunho')], { reads: ['processo'] })],
			),
			loop(
				'Revisar minuta',
				'aprovada',
				[human('Revisar minuta', 'advogados', [yes('aprovada')], { shows: ['rascunho'] })],
				[human('Escalar', 'socios')],
			),
			http('Protocolar', [text('numero')], { credential: 'tribunal' }),
		],
	),
];
