import { defineWords } from '../words/words';

/** The names of the rooms. */
export const roomWords = defineWords(
	{
		inbox: 'Inbox',
		conversations: 'Conversations',
		runs: 'Runs',
		processes: 'Processes',
		agents: 'Agents',
		knowledge: 'Knowledge',
		costs: 'Costs',
		trust: 'Trust',
		health: 'Health',
	},
	{
		inbox: 'Caixa de entrada',
		conversations: 'Conversas',
		runs: 'Execuções',
		processes: 'Processos',
		agents: 'Agentes',
		knowledge: 'Conhecimento',
		costs: 'Custos',
		trust: 'Confiança',
		health: 'Saúde',
	},
);
