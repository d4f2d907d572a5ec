import type { Run } from '../run/run';

export const listMessages = ({ trail }: Pick<Run, 'trail'>): string[] =>
	trail.entries.flatMap((entry) => (entry.kind === 'prepared' ? [entry.message] : []));
