import type { Run } from '../run/run';

/** Lists what the agent wrote down in each call that gave the conversation to a person, and that nothing refused. */
export const listHandedOver = ({ trail, toolbox }: Pick<Run, 'trail' | 'toolbox'>): string[] => {
	const done = new Set(trail.entries.flatMap((entry) => (entry.kind === 'tool-finished' && entry.outcome === 'ok' ? [entry.callId] : [])));
	return trail.entries.flatMap((entry) =>
		entry.kind === 'tool-started' && done.has(entry.callId) && toolbox?.byName.get(entry.tool)?.tool.actsLater
			? [JSON.stringify(entry.arguments)]
			: [],
	);
};
