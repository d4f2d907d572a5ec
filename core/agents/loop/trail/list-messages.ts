import type { Run } from '../run/run';

/** Lists what the customer wrote in this run, masked. */
export const listMessages = ({ trail }: Pick<Run, 'trail'>): string[] =>
	trail.entries.flatMap((entry) => (entry.kind === 'prepared' ? [entry.message] : []));
