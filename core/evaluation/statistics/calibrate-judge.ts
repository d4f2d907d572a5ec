import { TroupeError } from '../../base/errors';
import type { EvaluationResult } from '../evaluation-result';
import { bootstrap, type Interval } from '../../base/statistics/bootstrap';

export interface HumanLabel {
	case: string;
	passed: boolean;
	rubric?: string;
}

export interface Calibration {
	counts: { bothPassed: number; judgeOnly: number; personOnly: number; bothFailed: number };
	agreement: number;
	/** Cohen's kappa; null if undefined, as when all labels are equal. */
	kappa: Interval | null;
	disagreements: Array<{ case: string; judge: boolean; person: boolean; reason?: string }>;
}

interface Pair {
	case: string;
	judge: boolean;
	person: boolean;
	reason?: string;
}

/** Compares a model's judgements with people's. @throws TroupeError INPUT_INVALID for a label of a case without judgement */
export function calibrateJudge({ cases }: EvaluationResult, labels: HumanLabel[]): Calibration {
	const pairs = labels.map((label): Pair => {
		const found = cases.find((each) => each.case === label.case);
		const judged = (found?.assertions ?? []).filter(
			({ assert, rubric }) => assert === 'rubric' && (label.rubric === undefined || rubric === label.rubric),
		);
		if (judged.length !== 1) throw unclear(label, judged.length);
		const [{ passed, reason }] = judged as [(typeof judged)[number]];
		return { case: label.case, judge: passed, person: label.passed, ...(reason !== undefined && { reason }) };
	});
	const count = (judge: boolean, person: boolean) => pairs.filter((pair) => pair.judge === judge && pair.person === person).length;
	return {
		counts: {
			bothPassed: count(true, true),
			judgeOnly: count(true, false),
			personOnly: count(false, true),
			bothFailed: count(false, false),
		},
		agreement: pairs.filter(({ judge, person }) => judge === person).length / pairs.length,
		kappa: bootstrap(pairs.length, (indexes) => computeKappa(pairs, indexes)) ?? null,
		disagreements: pairs.filter(({ judge, person }) => judge !== person),
	};
}

/** Agreement beyond chance (Cohen, 1960). NaN if chance explains all of it. */
function computeKappa(pairs: Pair[], indexes: Uint32Array): number {
	let agreed = 0;
	let judged = 0;
	let labelled = 0;
	for (const index of indexes) {
		const { judge, person } = pairs[index]!;
		agreed += Number(judge === person);
		judged += Number(judge);
		labelled += Number(person);
	}
	const total = indexes.length;
	const byChance = (judged * labelled + (total - judged) * (total - labelled)) / total ** 2;
	return byChance === 1 ? Number.NaN : (agreed / total - byChance) / (1 - byChance);
}

function unclear({ case: name }: HumanLabel, judgements: number): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The label of the case ${JSON.stringify(name)} fits ${judgements} judgements of the results; expected one.`,
		fix: judgements > 1 ? 'Name the rubric in the label: "rubric".' : 'Give the case an assertion "rubric", or remove the label.',
	});
}
