import { agent, choice, each, end, human, message, node, number, plan, text, wait, yes } from './blocks';

export const school: unknown[] = [
	plan(
		'en',
		'Mark an essay',
		'manual',
		[text('essay')],
		[
			agent('Suggest a mark', [number('mark'), text('comment')], { reads: ['essay'] }),
			human('Decide the mark', 'teachers', [number('finalMark')], { shows: ['mark', 'comment'] }),
			choice('Far apart?', 'abs(finalMark - mark) > 2', [human('Second opinion', 'teachers', [text('opinion')])]),
			node('Tell the student'),
		],
	),
	plan(
		'pt',
		'Matricular aluno',
		'form',
		[text('aluno'), { name: 'documentos', type: 'list', example: ['rg', 'cpf'] }],
		[
			each('Conferir documentos', 'documentos', 'documento', [human('Conferir documento', 'secretaria', [yes('valido')])], {
				onLimit: [human('Conferir o resto', 'secretaria')],
			}),
			wait(
				'Pagamento',
				{ name: 'Pago', on: message('Pagamento recebido') },
				{ name: 'Venceu', on: { kind: 'timer', duration: '30 dias' }, do: [end('Vencido')] },
			),
			node('Enviar boas-vindas'),
		],
	),
];
