import { defineWords, plural } from '../../words/words';

export const runsWords = defineWords(
	{
		...{ title: 'Runs', agent: 'Agent', state: 'State', began: 'Began', took: 'Took', where: 'Where', cost: 'Cost', all: 'All' },
		...{ running: 'running', waiting: 'waiting', completed: 'completed', failed: 'failed', cancelled: 'cancelled' },
		interrupted: 'interrupted',
		counted:
			'All that ran, also runs of nodes, of evaluations, and those that were cancelled or called by another run. Costs counts runs of agents that ended.',
		...{ run: 'Run', outcome: 'Outcome', none: 'No run fits these filters.', clear: 'Clear the filters', open: 'open' },
		noneYet: 'Run an agent in n8n, by a process, or with `troupe agent run`: its runs are listed here.',
		...{ errorText: 'Words of an error', tool: 'Called the tool', period: 'Began in', minCost: 'Cost at least', filters: 'Filters' },
		...{ hour: 'the last hour', day: 'the last 24 hours', week: 'the last 7 days', month: 'the last 30 days', ever: 'any time' },
		...{ anyCost: 'any', anyHost: 'anywhere', views: 'Runs by state', failures: 'Failures', lastOne: 'The last one' },
		times: (count: number) => plural(count, 'run', 'runs'),
		more: (count: string) => `${count} or more`,
		failuresLead: (count: number) => (count === 1 ? 'One run failed.' : `${plural(count, 'run', 'runs')} failed.`),
		...{ unnamed: 'A fault without a code', showThem: 'Show them', compare: 'Compare', choose: (name: string) => `Choose ${name}` },
		compareHelp: 'Choose two runs to compare them.',
		...{ reply: 'answered', blocked: 'blocked', 'needs-human': 'needs a person', 'limit-reached': 'reached a limit', refused: 'refused' },
	},
	{
		counted:
			'Tudo o que foi executado, também de nós, de avaliações, e o que foi cancelado ou chamado por outra execução. Custos conta as execuções de agentes que terminaram.',
		...{
			title: 'Execuções',
			agent: 'Agente',
			state: 'Estado',
			began: 'Início',
			took: 'Duração',
			where: 'Onde',
			cost: 'Custo',
			all: 'Todas',
		},
		...{ running: 'em curso', waiting: 'esperando', completed: 'concluída', failed: 'falhou', cancelled: 'cancelada' },
		interrupted: 'interrompida',
		...{
			run: 'Execução',
			outcome: 'Resultado',
			none: 'Nenhuma execução com estes filtros.',
			clear: 'Limpar os filtros',
			open: 'em aberto',
		},
		noneYet: 'Execute um agente no n8n, por um processo ou com `troupe agent run`: as execuções aparecem aqui.',
		...{
			errorText: 'Palavras de um erro',
			tool: 'Chamou a ferramenta',
			period: 'Começou',
			minCost: 'Custou no mínimo',
			filters: 'Filtros',
		},
		...{ hour: 'na última hora', day: 'nas últimas 24 horas', week: 'nos últimos 7 dias', month: 'nos últimos 30 dias' },
		ever: 'a qualquer momento',
		...{ anyCost: 'qualquer valor', anyHost: 'em qualquer lugar', views: 'Execuções por estado', failures: 'Falhas', lastOne: 'A última' },
		times: (count) => plural(count, 'execução', 'execuções'),
		more: (count) => `${count} ou mais`,
		failuresLead: (count) => (count === 1 ? 'Uma execução falhou.' : `${plural(count, 'execução falhou', 'execuções falharam')}.`),
		...{ unnamed: 'Uma falha sem código', showThem: 'Mostrar', compare: 'Comparar', choose: (name) => `Escolher ${name}` },
		compareHelp: 'Escolha duas execuções para comparar.',
		...{ reply: 'respondeu', blocked: 'bloqueada', 'needs-human': 'precisa de uma pessoa', 'limit-reached': 'chegou a um limite' },
		refused: 'recusada',
	},
);

const outcomes = ['reply', 'blocked', 'needs-human', 'limit-reached', 'refused'] as const;

export function sayOutcome(outcome: string | null): string {
	const known = outcomes.find((one) => one === outcome);
	return known ? runsWords(known) : (outcome ?? '');
}
