import type { StoredEvaluation } from '../../ports/quality';
import type { Interval } from '../../base/statistics/bootstrap';
import { compareShares, estimateShare } from '../../base/statistics/compare-shares';

type ComparedEvaluation<Result extends StoredEvaluation = StoredEvaluation> = Result & {
	share: Interval;
	before?: Pick<StoredEvaluation, 'version' | 'cases' | 'passed' | 'at'>;
	difference?: Interval;
};

const countsOf = ({ passed, cases }: StoredEvaluation) => ({ passed, failed: cases - passed });

/** @param evaluations oldest first, without empty results */
export function compareEvaluations<Result extends StoredEvaluation>(evaluations: readonly Result[]): Array<ComparedEvaluation<Result>> {
	const latest = new Map<string, StoredEvaluation>();
	return evaluations.map((one) => {
		const key = `${one.agent}\n${one.setSha256}`;
		const last = latest.get(key);
		latest.set(key, one);
		const share = estimateShare(countsOf(one));
		if (!last) return { ...one, share };
		const { version, cases, passed, at } = last;
		return { ...one, share, before: { version, cases, passed, at }, difference: compareShares(countsOf(last), countsOf(one)) };
	});
}
