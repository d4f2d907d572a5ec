import type { AnsweredRun } from '../agent-parts';
import type { TrailEntry } from '../loop/trail/trail-entry';
import type { Run } from '../loop/run/run';
import { unwrapEntry } from '../loop/trail/unwrap-entry';

/** Describes an answered run for a judge: the conversation, and the agents' sources. Each value has one token in all texts. */
export async function describeAnswered({ trail, context }: Run, reply: string): Promise<AnsweredRun> {
	const { text } = await context.vault.mask(reply);
	return { message: trail.recorded('prepared')?.message ?? '', reply: text, sources: describeSources(trail.entries) };
}

/** Writes the sources of the run's agents for a judge: passages and tool results. */
export function describeSources(entries: readonly TrailEntry[]): string {
	const sources = entries.map(unwrapEntry).flatMap((entry) => {
		if (entry.kind === 'prepared') return entry.passages.map(({ title, text }, index) => `[${index + 1}] ${title}\n${text}`);
		return entry.kind === 'tool-finished' && entry.outcome === 'ok' ? [`${entry.tool}: ${entry.text}`] : [];
	});
	return sources.join('\n\n');
}
