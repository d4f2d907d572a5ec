/** Passages that tools found during a run: they have the numbers after those of the agent's own knowledge, and are cited like them. */
import { writeHits } from '../../../knowledge/search/search-tool';
import type { Passage } from '../../../ports/knowledge/passages';
import { listCitedSearches } from '../../definition/cited-searches';
import { guardPassages } from './guard-run';
import type { TrailEntry } from '../trail/trail-entry';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from './run';

type Finished = Pick<TrailEntry<'tool-finished'>, 'found' | 'violations' | 'stop'>;

/** Judges what a tool found. Its result is withheld if a person has to see it first. */
export async function guardFound(run: Run, found: Passage[], question: string): Promise<Finished & { text?: string }> {
	const { passages, originals, violations, stop } = await guardPassages(run, found);
	if (stop) return { violations, stop };
	// Not before all of it is known: searches run side by side.
	const from = run.context.passages.length + 1;
	run.context.passages.push(...originals);
	return {
		text: writeHits(passages, from, question, findPromptLanguage(run)),
		violations,
		...(passages.length > 0 && { found: { from, passages } }),
	};
}

/** After a search whose passages have to be cited, the answer rests on them alone, also where it failed: the model had nothing else. */
export function noteSearch({ parts: { definition }, context }: Run, name: string): void {
	if (listCitedSearches(definition).some((search) => search.name === name)) context.mustCite = true;
}

/** Takes back what a tool found in an earlier part of the run. */
export async function restoreFound(
	run: Run,
	{ found, tool, outcome }: Pick<TrailEntry<'tool-finished'>, 'found' | 'tool' | 'outcome'>,
): Promise<void> {
	if (outcome === 'ok' || outcome === 'error') noteSearch(run, tool);
	if (!found) return;
	for (const [place, passage] of (await restorePassages(run, found.passages)).entries())
		run.context.passages[found.from - 1 + place] = passage;
}

/** Restores passages of the trail: the documents themselves can be gone. */
export const restorePassages = ({ context: { vault } }: Run, passages: Passage[]): Promise<Passage[]> =>
	Promise.all(passages.map(async (one) => ({ ...one, title: await vault.restore(one.title), text: await vault.restore(one.text) })));
