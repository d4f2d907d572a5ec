import { defineWords } from '../words/words';

/** The names of the rooms. */
export const roomWords = defineWords(
	{ inbox: 'Inbox', conversations: 'Conversations', runs: 'Runs', costs: 'Costs', trust: 'Trust', health: 'Health' },
	{ inbox: 'Caixa de entrada', conversations: 'Conversas', runs: 'Execuções', costs: 'Custos', trust: 'Confiança', health: 'Saúde' },
);
