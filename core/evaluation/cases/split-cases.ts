import { hash } from 'node:crypto';
import type { EvaluationCase } from './evaluation-set';

/** Cases that may be looked at while something is improved, and those that judge it afterwards. */
export interface SplitCases {
	shown: EvaluationCase[];
	heldBack: EvaluationCase[];
}

/** More cases judge than are shown: a difference has to be larger than chance makes it. */
const shareHeldBack = 0.6;

/** Splits cases by the hash of their names: a case stays on its side when others are added, renamed or removed. */
export function splitCases(cases: readonly EvaluationCase[]): SplitCases {
	const isHeldBack = ({ name }: EvaluationCase) => Number.parseInt(hash('sha256', name).slice(0, 8), 16) < shareHeldBack * 2 ** 32;
	return { shown: cases.filter((one) => !isHeldBack(one)), heldBack: cases.filter(isHeldBack) };
}
