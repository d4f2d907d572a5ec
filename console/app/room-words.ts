import { defineWords } from '../words/words';

export const roomWords = defineWords(
	{
		inbox: 'Inbox',
		conversations: 'Conversations',
		runs: 'Runs',
		plans: 'Plans',
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
		plans: 'Planos',
		processes: 'Processos',
		agents: 'Agentes',
		knowledge: 'Conhecimento',
		costs: 'Custos',
		trust: 'Confiança',
		health: 'Saúde',
	},
);
