import type { StoredEvaluation } from '../../ports/quality';

export interface WorseEvaluation extends StoredEvaluation {
	worseThan?: Pick<StoredEvaluation, 'version' | 'cases' | 'passed' | 'at'>;
}

const shareOf = ({ passed, cases }: StoredEvaluation) => passed / cases;

/**
 * Compares each result with its predecessor on the same cases. The version can be the same: vendors change a model behind its name. @param
 * evaluations oldest first
 */
export function findWorse(evaluations: StoredEvaluation[]): WorseEvaluation[] {
	const latest = new Map<string, StoredEvaluation>();
	return evaluations.map((one) => {
		const key = `${one.agent}\n${one.setSha256}`;
		const before = latest.get(key);
		latest.set(key, one);
		if (!before || shareOf(one) >= shareOf(before)) return one;
		const { version, cases, passed, at } = before;
		return { ...one, worseThan: { version, cases, passed, at } };
	});
}
