import type { ImprovedPrompt, TriedVariant } from '../../providers/compose/prompts/improve-prompt';
import type { Score } from '../../providers/compose/prompts/played-cases';
import { comparisonLines } from '../eval/compare-run';
import { countNouns } from '../terminal/format-text';
import { printable, type Terminal } from '../terminal/terminal';

/** Says what was tried, what it cost and what is known by the end, whatever the reason for it. */
export function improvedLines(improved: ImprovedPrompt, written: string | undefined, budget: number, terminal: Terminal): string[] {
	const { spentUsd, isBudgetUsedUp, isStopped } = improved;
	const end = isStopped ? ' Somebody stopped it.' : isBudgetUsedUp ? ' The budget did not allow to go on.' : '';
	return [
		...shownLines(improved),
		'',
		...heldBackLines(improved, terminal),
		'',
		`Spent $${spentUsd.toFixed(4)} of $${budget}.${end}`,
		written === undefined
			? 'Nothing was written: no variant is known to be better on held-back cases, by an interval without 0.'
			: printable(`Wrote ${written}. Read it before you publish it: troupe prompt diff FILE ${written}`),
	];
}

function shownLines({ parts, before, variants, unusable, fault }: ImprovedPrompt): string[] {
	const show = ({ passed, cases, score }: Score) => `${passed} of ${cases} pass, score ${Number(score.toFixed(3))}`;
	const variantLine = ({ why, shown }: TriedVariant, index: number) => printable(`  variant ${index + 1}: ${show(shown)}. ${why}`);
	const left = Object.entries(unusable);
	const count = left.reduce((sum, [, times]) => sum + times, 0);
	return [
		`On the ${countNouns(parts.shown, 'case')} that the model saw:`,
		`  as it is: ${show(before)}`,
		...variants.map(variantLine),
		...(count > 0
			? [`${countNouns(count, 'answer')} could not be used: ${left.map(([why, times]) => `${why} (${times})`).join('; ')}.`]
			: []),
		...(fault === undefined ? [] : [printable(`No further variant was tried: ${fault}`)]),
	];
}

function heldBackLines({ parts, before, variants, heldBack, unjudged }: ImprovedPrompt, terminal: Terminal): string[] {
	if (heldBack)
		return [
			`On the ${countNouns(parts.heldBack, 'case')} that were held back, the prompt and its best variant:`,
			...comparisonLines(heldBack, terminal),
		];
	// It is paid for, and nothing else has it.
	if (unjudged)
		return ['The best variant did not run on all cases that were held back, so nobody knows if it is better:', unjudged.content];
	return [
		before.score >= 1
			? 'The prompt passes all of these cases, so no variant can be better on them. Add cases that it fails.'
			: `${variants.length === 0 ? 'No variant was tried' : 'No variant was better on these cases'}, so none ran on those that were held back.`,
	];
}
