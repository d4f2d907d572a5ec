import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../core/base/shape';
import { isoTime, list, sha256, text } from '../documents/document-fields';

const approvedEvaluation = closed({
	/** SHA-256 of the text of the result that was signed, hex. */
	sha256,
	/** The name of the set. */
	set: text(200),
	passed: Type.Integer({ minimum: 0 }),
	cases: Type.Integer({ minimum: 1 }),
	evaluatedAt: isoTime,
});
/** Result of an evaluation that a signed approval is based on. */
export type ApprovedEvaluation = Static<typeof approvedEvaluation>;

export const maxEvaluations = 8;

/** The part of an approval that binds results. */
export const approvedEvaluations = list(approvedEvaluation, maxEvaluations, 1);
