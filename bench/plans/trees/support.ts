import { agent, choice, end, human, message, node, plan, text, wait } from './blocks';

export const support: unknown[] = [
	plan(
		'en',
		'Answer a customer',
		'Customer writes',
		[text('question')],
		[
			agent('Answer the question', [text('answer')], { reads: ['question'] }),
			agent('Check the tone', [text('verdict')], { message: '"Is this polite? " + answer' }),
			choice('Polite?', 'verdict = "yes"', [], [human('Rewrite the answer', 'support', [text('answer2')], { shows: ['answer'] })]),
			node('Send the answer'),
		],
	),
	plan(
		'pt',
		'Tratar reclamação',
		'Reclamação recebida',
		[text('relato')],
		[
			agent('Classificar', [{ name: 'gravidade', type: 'text', options: ['baixa', 'alta'] }], { reads: ['relato'] }),
			{
				kind: 'choice',
				name: 'O que fazer?',
				many: true,
				branches: [
					{ name: 'grave', when: 'gravidade = "alta"', do: [human('Ligar para o cliente', 'ouvidoria')] },
					{ name: 'com relato', when: 'relato != null', do: [node('Registrar')] },
				],
				otherwise: { name: 'nada', do: [human('Arquivar', 'suporte')] },
			},
			wait(
				'Esperar resposta',
				{
					name: 'Respondeu',
					on: message('Cliente responde', [text('resposta')]),
					do: [human('Ler a resposta', 'suporte', [], { shows: ['resposta'] })],
				},
				{ name: 'Silêncio', on: { kind: 'timer', duration: '7 dias' }, do: [end('Sem resposta')] },
			),
		],
	),
];
