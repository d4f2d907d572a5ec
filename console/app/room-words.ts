import { defineWords } from '../words/words';

/** The names of the rooms. */
export const roomWords = defineWords(
	{ inbox: 'Inbox', conversations: 'Conversations', runs: 'Runs' },
	{ inbox: 'Caixa de entrada', conversations: 'Conversas', runs: 'Execuções' },
);
