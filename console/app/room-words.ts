import { defineWords } from '../words/words';

/** The names of the rooms. */
export const roomWords = defineWords(
	{ inbox: 'Inbox', runs: 'Runs', agents: 'Agents', costs: 'Costs', trust: 'Trust', health: 'Health' },
	{ inbox: 'Caixa de entrada', runs: 'Execuções', agents: 'Agentes', costs: 'Custos', trust: 'Confiança', health: 'Saúde' },
);
