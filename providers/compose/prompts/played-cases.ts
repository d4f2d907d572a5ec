import { TroupeError } from '../../../core/base/errors';
import type { FailedCase } from '../../../core/agents/prompts/ask-variant';
import type { CaseResult, EvaluationResult } from '../../../core/evaluation/evaluation-result';
import { compareResults } from '../../../core/evaluation/statistics/compare-results';
import { withoutMachineFaults } from '../../../core/evaluation/statistics/without-machine-faults';
import type { Recordings } from '../../../core/evaluation/traffic/recording';

export interface Played {
	result: EvaluationResult;
	recordings: Recordings;
}

export interface Score {
	passed: number;
	cases: number;
	/** Mean, 0 to 1. */
	score: number;
}

export function toScore(result: EvaluationResult): Score {
	const { cases: ran } = withoutMachineFaults(result);
	const sum = ran.reduce((all, { score }) => all + score, 0);
	return { passed: ran.filter(({ passed }) => passed).length, cases: ran.length, score: ran.length === 0 ? 0 : sum / ran.length };
}

/** Returns the budget that ended a case: of this work, or another that covers its calls. */
export function findCut({ result }: Played): string | undefined {
	const cut = result.cases.find(
		({ error, outcome, reason }) => error?.code === 'BUDGET_EXCEEDED' || (outcome === 'limit-reached' && reason === 'budget'),
	);
	return cut && (cut.error?.message ?? 'A budget ended the run of a case: `troupe usage budgets` says which are used up.');
}

export const listFailed = (result: EvaluationResult): FailedCase[] =>
	withoutMachineFaults(result)
		.cases.filter(({ passed }) => !passed)
		.map(({ message, reply = '', assertions, error }: CaseResult) => ({
			message,
			reply,
			reasons: [
				...(error ? [error.message] : []),
				...assertions.filter((one) => !one.passed).map(({ assert, reason = '' }) => `${assert}: ${reason}`),
			],
		}));

export function isBetter(one: Played, other: Played): boolean {
	const { metrics } = compareResults(withoutMachineFaults(other.result), withoutMachineFaults(one.result));
	return (metrics.find(({ metric }) => metric === 'score')?.difference?.value ?? 0) > 0;
}

/** A wrong key or address fails each case alike. */
export function requireRan({ result: { cases } }: Played): void {
	const [first] = cases;
	if (first?.error === undefined || cases.some(({ error }) => !error)) return;
	const { message, fix } = first.error;
	throw new TroupeError({ code: 'INPUT_INVALID', message: `Not a single case could run: ${message}`, ...(fix !== undefined && { fix }) });
}
