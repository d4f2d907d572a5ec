import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { maxEvaluations } from '../../evidence/approved-evaluations';
import { reportSummary } from '../../evidence/sandbox-report';
import { integer, string, texts, time } from './answer-fields';
import { fileList, kind, list, name, reason, revision, sha256, state, token, version } from './fields';

const approval = Type.Object({
	approver: string,
	keyId: string,
	at: time,
	/** Why it does not count, for example its key left the root. */
	notCounted: Type.Optional(string),
});

export const manifestSummary = Type.Object({
	/** SHA-256 of the token, hex: the manifest's id. */
	sha256,
	kind,
	name: string,
	version: string,
	state,
	revision: integer,
	keyId: string,
	author: string,
	approvals: Type.Array(approval),
	threshold: integer,
	capabilities: texts,
	publishedAt: time,
	...optional({
		/** True if gates allow it under the current root: keys can be revoked after `state` was decided. Older registries leave it out. */
		approved: Type.Boolean(),
		/** Why gates refuse it despite an approved or deprecated state. Absent: no problem. */
		problems: texts,
		/** Sandbox reports behind its approvals, newest first. Older registries leave it out. */
		reports: Type.Array(reportSummary),
		testInSandbox: string,
		purpose: string,
		notes: string,
		successor: string,
		reason: string,
		rejectedBy: string,
		rejectedAt: time,
		/** Present if only this manifest is revoked, not the version. */
		scope: Type.Literal('manifest'),
	}),
});
export type ManifestSummary = Static<typeof manifestSummary>;

export const publishRequest = closed({
	token,
	fileList: Type.Optional(fileList),
});
export type PublishRequest = Static<typeof publishRequest>;

export const approvalRequest = closed({
	token,
	...optional({
		/** Signed documents that the approval names by hash: a sandbox report, evaluation results. */
		evidence: list(token, maxEvaluations + 1),
		/** The revision that the approver saw: compare and set. @throws TroupeError STATE_CONFLICT after another change */
		revision,
	}),
});
export type ApprovalRequest = Static<typeof approvalRequest>;

export const reasonRequest = closed(optional({ reason, revision }));
export type ReasonRequest = Static<typeof reasonRequest>;

/** Required: the author must know what to change. */
export const rejectRequest = closed({ reason, revision: Type.Optional(revision) });
export type RejectRequest = Static<typeof rejectRequest>;

export const deprecateRequest = closed(optional({ reason, revision, successor: version }));
export type DeprecateRequest = Static<typeof deprecateRequest>;

export const revokeVersionRequest = closed({ kind, name, version, reason: Type.Optional(reason) });
export type RevokeVersionRequest = Static<typeof revokeVersionRequest>;

export const rollBackRequest = closed({ kind, name, ...optional({ to: version, reason }) });
export type RollBackRequest = Static<typeof rollBackRequest>;
