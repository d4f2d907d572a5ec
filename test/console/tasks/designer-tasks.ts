import { findElement, hear, open, press, read, type Reader, write } from './task';

export const designer: Reader = {
	id: 'designer',
	title: ['Who models processes', 'Quem modela processos'],
	rights: ['process:read', 'process:run'],
	tasks: [
		{
			id: 'place',
			title: ['Where does my instance stand?', 'Onde está minha instância?'],
			steps: [
				open(['Processes', 'Processos']),
				open('order', { row: '{instance}' }),
				findElement(['User task approve, 1 token…', 'Tarefa de usuário approve, 1 token…']),
				read(['a person: approve', 'uma pessoa: approve']),
			],
		},
		{
			id: 'incident',
			title: ['Try again what failed', 'Tentar de novo o que falhou'],
			steps: [
				open(['Processes', 'Processos']),
				open(['with incidents 1', 'com incidentes 1']),
				open('order', { row: '{instance}' }),
				read(['The CRM is away.', 'The CRM is away.']),
				press('button', ['Retry', 'Tentar de novo']),
				hear(['1 incident is resolved.', '1 incidente resolvido.']),
			],
		},
		{
			id: 'variable',
			title: ['Correct a variable', 'Corrigir uma variável'],
			steps: [
				open(['Processes', 'Processos']),
				open('order', { row: '{instance}' }),
				press('button', ['Change: number', 'Alterar: number']),
				write('"8"', ['Value (JSON)', 'Valor (JSON)']),
				press('button', ['Set', 'Definir']),
				hear(['number is set.', 'number foi definida.']),
				read('"8"'),
			],
		},
		{
			id: 'cancel',
			title: ['Cancel an instance', 'Cancelar uma instância'],
			steps: [
				open(['Processes', 'Processos']),
				press('checkbox', ['Choose order {instance}', 'Escolher order {instance}']),
				press('button', ['Cancel them', 'Cancelá-las']),
				read(['They end for good…', 'Elas terminam de vez…']),
				press('button', ['Cancel them', 'Cancelá-las']),
				hear(['1 instance is cancelled.', '1 instância cancelada.']),
			],
		},
	],
};
