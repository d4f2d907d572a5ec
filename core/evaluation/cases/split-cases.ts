import { hash } from 'node:crypto';
import type { EvaluationCase } from './evaluation-set';

/** Cases to look at while improving, and those that judge afterwards. */
export interface SplitCases {
	shown: EvaluationCase[];
	heldBack: EvaluationCase[];
}

/** More cases judge than are shown, to detect differences beyond chance. */
const shareHeldBack = 0.6;

/** Splits by the hash of names: a case keeps its side when others change. */
export function splitCases(cases: readonly EvaluationCase[]): SplitCases {
	const isHeldBack = ({ name }: EvaluationCase) => Number.parseInt(hash('sha256', name).slice(0, 8), 16) < shareHeldBack * 2 ** 32;
	return { shown: cases.filter((one) => !isHeldBack(one)), heldBack: cases.filter(isHeldBack) };
}
