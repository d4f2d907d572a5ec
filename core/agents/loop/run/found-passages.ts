/** Passages found by tools: numbered after the agent's own knowledge, and cited like it. */
import { writeHits } from '../../../knowledge/search/search-tool';
import type { Passage } from '../../../ports/knowledge/passages';
import { listCitedSearches } from '../../definition/cited-searches';
import { guardPassages } from './guard-run';
import type { TrailEntry } from '../trail/trail-entry';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from './run';

type Finished = Pick<TrailEntry<'tool-finished'>, 'found' | 'violations' | 'stop'>;

export async function guardFound(run: Run, found: Passage[], question: string): Promise<Finished & { text?: string }> {
	const { passages, originals, violations, stop } = await guardPassages(run, found);
	if (stop) return { violations, stop };
	// Numbered only once complete: searches run in parallel.
	const from = run.context.passages.length + 1;
	run.context.passages.push(...originals);
	return {
		text: writeHits(passages, from, question, findPromptLanguage(run)),
		violations,
		...(passages.length > 0 && { found: { from, passages } }),
	};
}

/** After a search that must be cited, the answer rests on it alone, even if it failed: the model had nothing else. */
export function noteSearch({ parts: { definition }, context }: Run, name: string): void {
	if (listCitedSearches(definition).some((search) => search.name === name)) context.mustCite = true;
}

export async function restoreFound(
	run: Run,
	{ found, tool, outcome }: Pick<TrailEntry<'tool-finished'>, 'found' | 'tool' | 'outcome'>,
): Promise<void> {
	if (outcome === 'ok' || outcome === 'error') noteSearch(run, tool);
	if (!found) return;
	for (const [place, passage] of (await restorePassages(run, found.passages)).entries())
		run.context.passages[found.from - 1 + place] = passage;
}

/** Documents of the trail's passages can be gone. */
export const restorePassages = ({ context: { vault } }: Run, passages: Passage[]): Promise<Passage[]> =>
	Promise.all(passages.map(async (one) => ({ ...one, title: await vault.restore(one.title), text: await vault.restore(one.text) })));
