import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../core/base/shape';
import { isoTime, list, sha256, text } from '../documents/document-fields';

const approvedEvaluation = closed({
	/** SHA-256 of the signed text, hex. */
	sha256,
	set: text(200),
	passed: Type.Integer({ minimum: 0 }),
	cases: Type.Integer({ minimum: 1 }),
	evaluatedAt: isoTime,
});
export type ApprovedEvaluation = Static<typeof approvedEvaluation>;

export const maxEvaluations = 8;

export const approvedEvaluations = list(approvedEvaluation, maxEvaluations, 1);
