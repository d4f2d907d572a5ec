import { defineWords } from '../words/words';

/** The names of the rooms. */
export const roomWords = defineWords(
	{
		inbox: 'Inbox',
		conversations: 'Conversations',
		runs: 'Runs',
		processes: 'Processes',
		agents: 'Agents',
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
		costs: 'Custos',
		trust: 'Confiança',
		health: 'Saúde',
	},
);
