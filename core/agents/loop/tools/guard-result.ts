import type { Violation } from '../../../guardrails/policy/guard';
import type { Tool } from '../../../ports/tools/tools';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import { boundText } from '../../../tools/bound-text';
import type { ToolAnswer } from '../../../tools/perform-call';
import { limitsOf } from '../../../tools/prepare-tools';
import { guardText } from '../run/guard-run';
import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';

export interface GuardedResult extends Pick<TrailEntry<'tool-finished'>, 'found' | 'values'> {
	text?: string;
	outcome?: 'error';
	errorCode?: string;
	violations: Violation[];
	stop?: Violation;
}

/**
 * Returns the result after the guardrails. Masking can lengthen it, within limits. Foreign error text is judged without the words before it, which
 * would make an order look like a report.
 */
export async function guardResult(
	run: Run,
	{ text, said }: Pick<ToolAnswer, 'text' | 'said'>,
	tool: Pick<Tool, 'limits'>,
): Promise<GuardedResult> {
	const { text: passed, stop, violations } = await guardText(run, 'tool-result', said ?? text);
	if (stop) return withhold(stop, violations);
	const whole = said === undefined ? passed : `${text}: ${passed}`;
	return { text: boundText(whole, 2 * limitsOf(tool, run.toolbox!).resultCharacters, false, findPromptLanguage(run)), violations };
}

export const withhold = (stop: Violation, violations: Violation[]): GuardedResult => ({
	outcome: 'error',
	errorCode: stop.code,
	violations,
	...(stop.action === 'ask-person' && { stop }),
});
