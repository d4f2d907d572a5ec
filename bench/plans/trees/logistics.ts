import { choice, each, http, human, message, node, number, plan, text, wait } from './blocks';

export const logistics: unknown[] = [
	plan(
		'en',
		'Deliver an order',
		'Order paid',
		[{ name: 'parcels', type: 'list', example: ['p1', 'p2'] }],
		[
			each(
				'Pack parcels',
				'parcels',
				'parcel',
				[human('Pack a parcel', 'warehouse', [number('weight')]), http('Print a label', [text('label')])],
				{ together: true },
			),
			wait(
				'Wait for the driver',
				{ name: 'Driver', on: message('Driver arrives') },
				{ name: 'Late', on: { kind: 'timer', duration: 'PT4H' }, do: [human('Call the driver', 'warehouse')] },
			),
			node('Tell the customer'),
		],
	),
	plan(
		'pt',
		'Receber mercadoria',
		'manual',
		[number('esperado', 10)],
		[
			human('Contar caixas', 'deposito', [number('contado')]),
			choice('Faltam caixas?', 'contado < esperado', [
				http('Abrir divergência', [text('protocolo')]),
				wait('Esperar fornecedor', { on: message('Fornecedor responde', [text('explicacao')]) }),
			]),
			human('Guardar', 'deposito', [], { shows: ['contado'] }),
		],
	),
];
