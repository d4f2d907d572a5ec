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
	approver: text(200),
	jti: text(100),
	report: Type.Optional(sha256),
	evaluations: Type.Optional(approvedEvaluations),
});
export type ApprovalDocument = Static<typeof approvalDocument>;
