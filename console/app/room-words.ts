import { defineWords } from '../words/words';

/** The names of the rooms. */
export const roomWords = defineWords(
	{ inbox: 'Inbox', runs: 'Runs', processes: 'Processes' },
	{ inbox: 'Caixa de entrada', runs: 'Execuções', processes: 'Processos' },
);
