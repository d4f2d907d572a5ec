import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../core/base/shape';
import { approvedEvaluations } from '../evidence/approved-evaluations';
import { claims, packageName, semanticVersion, sha256, text } from './document-fields';

export const approvalDocument = closed({
	...claims,
	/** SHA-256 of the manifest token, hex. */
	manifest: sha256,
	package: packageName,
	version: semanticVersion,
	/** The person who holds the key, if the root names one. */
	approver: text(200),
	jti: text(100),
	/** SHA-256 of the sandbox report that the approver relied on, hex: of the text that was signed. */
	report: Type.Optional(sha256),
	/** The results of evaluations that the approval is based on. */
	evaluations: Type.Optional(approvedEvaluations),
});
/** One person's approval of one manifest. */
export type ApprovalDocument = Static<typeof approvalDocument>;
