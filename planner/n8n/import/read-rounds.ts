import { TroupeError } from '../../../core/base/errors';
import { hideInShort } from '../../../core/guardrails/masking/hide-in-short';
import type { Plan } from '../../plan';

export const maxRepeats = 100;

/** Reads how often a loop is repeated at most. Undefined: no figure from 1 to the maximum. */
export function readRounds(text: string): number | undefined {
	const figure = /\d(?:[\d.,' ]*\d)?/.exec(text)?.[0].replaceAll(/\D/g, '');
	const rounds = Number(figure);
	return figure !== undefined && rounds >= 1 && rounds <= maxRepeats ? rounds : undefined;
}

/** Refuses an answer about rounds that a plan cannot take: another number in its place would be a guess. @throws TroupeError INPUT_INVALID */
export function refuseRounds({ questions, later = [] }: Pick<Plan, 'questions' | 'later'>, answers: Record<string, string>): void {
	const question = [...questions, ...later].find(({ id }) => id === 'rounds');
	const text = answers.rounds ?? answers.limits;
	if (!question || text === undefined || readRounds(text) !== undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The answer "${hideInShort(text)}" to "${hideInShort(question.text)}" is not a number from 1 to ${maxRepeats}.`,
		fix: `Answer again with a number in figures, at most ${maxRepeats}. Without an answer: ${question.default}.`,
	});
}
