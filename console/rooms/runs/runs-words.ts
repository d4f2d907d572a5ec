import { defineWords } from '../../words/words';

export const runsWords = defineWords(
	{
		...{
			title: 'Runs',
			agent: 'Agent',
			state: 'State',
			began: 'Began',
			took: 'Took',
			where: 'Where',
			by: 'For',
			all: 'All',
			search: 'Search',
		},
		...{
			running: 'running',
			waiting: 'waiting',
			completed: 'completed',
			failed: 'failed',
			cancelled: 'cancelled',
			interrupted: 'interrupted',
		},
		...{ run: 'Run', outcome: 'Outcome', reason: 'Reason', steps: 'Steps', answer: 'Answer', none: 'No run fits these filters.' },
		noneYet: 'Run an agent in n8n, by a process, or with `troupe agent run`: its runs are listed here.',
		...{ cancel: 'Cancel the run', cancelled_: 'The run is cancelled.', open: 'open', raw: 'As stored' },
		cancelLead: 'It ends for good, on whichever machine it is. What it did is not undone.',
		errorText: 'Words of an error',
	},
	{
		...{ title: 'Execuções', agent: 'Agente', state: 'Estado', began: 'Início', took: 'Duração', where: 'Onde', by: 'Para', all: 'Todos' },
		search: 'Buscar',
		...{ running: 'em curso', waiting: 'esperando', completed: 'concluída', failed: 'falhou', cancelled: 'cancelada' },
		interrupted: 'interrompida',
		...{
			run: 'Execução',
			outcome: 'Resultado',
			reason: 'Motivo',
			steps: 'Passos',
			answer: 'Resposta',
			none: 'Nenhuma execução com estes filtros.',
		},
		noneYet: 'Execute um agente no n8n, por um processo ou com `troupe agent run`: as execuções aparecem aqui.',
		...{ cancel: 'Cancelar a execução', cancelled_: 'A execução foi cancelada.', open: 'em aberto', raw: 'Como foi guardado' },
		cancelLead: 'Ela termina de vez, em qualquer máquina. O que já foi feito não é desfeito.',
		errorText: 'Palavras de um erro',
	},
);
