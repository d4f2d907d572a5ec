import { TroupeError } from '../../../core/base/errors';
import type { EvaluationCase, EvaluationSet } from '../../../core/evaluation/cases/evaluation-set';

/** Returns the named cases in the order of the set; without names, all. @param named how errors name the set @throws TroupeError INPUT_INVALID */
export function chooseCases({ cases }: EvaluationSet, names: readonly string[] | undefined, named: string): EvaluationCase[] {
	if (!names) return cases;
	const wanted = new Set(names);
	const chosen = cases.filter(({ name }) => wanted.delete(name));
	if (wanted.size === 0) return chosen;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${named} has no case ${[...wanted].map((name) => JSON.stringify(name)).join(', ')}.`,
		fix: `Name cases of the set: ${cases
			.slice(0, 20)
			.map(({ name }) => JSON.stringify(name))
			.join(', ')}.`,
	});
}
