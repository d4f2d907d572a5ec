import { agent, choice, end, http, human, message, node, plan, text, wait, yes } from './blocks';

export const health: unknown[] = [
	plan(
		'en',
		'Book an appointment',
		'Patient asks',
		[text('complaint')],
		[
			agent('Find the urgency', [{ name: 'urgency', type: 'text', options: ['now', 'soon', 'later'] }], { reads: ['complaint'] }),
			{
				kind: 'choice',
				name: 'How urgent?',
				branches: [
					{ name: 'now', when: 'urgency = "now"', do: [human('Call the patient', 'nurses'), end('Sent to emergency')] },
					{ name: 'soon', when: 'urgency = "soon"', do: [human('Find a place this week', 'desk', [text('slot')])] },
				],
				otherwise: { name: 'later', do: [http('Find a place', [text('slot')])] },
			},
			wait('Wait for a yes', { on: message('Patient confirms') }),
			human('Print the plan', 'desk', [], { shows: ['slot'] }),
		],
	),
	plan(
		'pt',
		'Liberar exame',
		'manual',
		[text('paciente')],
		[
			{
				kind: 'unsupported',
				name: 'Ler o laudo',
				needs: 'Ler um laudo em papel',
				reason: 'Não há leitor.',
				alternatives: [{ kind: 'human', text: 'Digitar' }],
				writes: [text('laudo')],
			},
			agent('Resumir o laudo', [text('resumo')], { reads: ['laudo'], onError: [human('Resumir à mão', 'medicos', [text('resumo')])] }),
			human('Validar', 'medicos', [yes('valido')], { shows: ['resumo'] }),
			choice('Válido?', 'valido', [node('Enviar ao paciente')], [end('Devolvido')]),
		],
	),
];
