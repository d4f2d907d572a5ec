import { rule } from '../rule';

/** Counts only together with another sign. */
export const urgency = rule({
	id: 'urgency',
	name: { en: 'applies pressure', pt: 'faz pressão' },
	phrases: [
		[0.1, 'highest|maxima|top|absolute|absoluta ~1 priority|prioridade'],
		[0.08, 'URGENT'],
		[0.15, 'this|isto|isso|esta ~1 is|e ~2 order|command|ordem|mandatory|obrigatorio|obrigatoria|direct'],
	],
});
