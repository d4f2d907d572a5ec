import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { maxEvaluations } from '../../evidence/approved-evaluations';
import { reportSummary } from '../../evidence/sandbox-report';
import { integer, string, texts, time } from './answer-fields';
import { fileList, kind, list, name, reason, revision, sha256, state, token, version } from './fields';

const approval = Type.Object({
	...{ approver: string, keyId: string, at: time },
	/** Reason why it does not count, such as that its key left the root. */
	notCounted: Type.Optional(string),
});

export const manifestSummary = Type.Object({
	/** SHA-256 of the token in hex: the id of a manifest. */
	sha256,
	kind,
	name: string,
	version: string,
	state,
	revision: integer,
	/** The author's key, and whose it is. */
	keyId: string,
	author: string,
	approvals: Type.Array(approval),
	/** Number of approvals that the root requires. */
	threshold: integer,
	capabilities: texts,
	publishedAt: time,
	...optional({
		/**
		 * True if gates allow it to run under the current root: `state` is what people decided, but their keys can be revoked since. Older registries
		 * leave it out.
		 */
		approved: Type.Boolean(),
		/** For people: what gates hold against it although its state is approved or deprecated. Absent: nothing. */
		problems: texts,
		/** The reports of the sandbox that its approvals rest on, newest first. Older registries leave it out. */
		reports: Type.Array(reportSummary),
		/** For a version that the sandbox can run and that has no report, or none that the policy accepts: the command that makes one. */
		testInSandbox: string,
		purpose: string,
		/** What changed, in the author's words. */
		notes: string,
		successor: string,
		reason: string,
		/** Who rejected a draft, and when. */
		rejectedBy: string,
		rejectedAt: time,
		/** Present if only this manifest is revoked, and not its version. */
		scope: Type.Literal('manifest'),
	}),
});
export type ManifestSummary = Static<typeof manifestSummary>;

export const publishRequest = closed({
	token,
	/** The bytes of the list that the manifest's `fileList` names. */
	fileList: Type.Optional(fileList),
});
export type PublishRequest = Static<typeof publishRequest>;

export const approvalRequest = closed({
	token,
	...optional({
		/** The signed documents that the approval names by their hashes: a sandbox report, results of evaluations. */
		evidence: list(token, maxEvaluations + 1),
		/** The revision that the approver looked at: compare and set. @throws TroupeError STATE_CONFLICT when another came between */
		revision,
	}),
});
export type ApprovalRequest = Static<typeof approvalRequest>;

/** `revision`: compare and set, as for approvals. */
export const reasonRequest = closed(optional({ reason, revision }));
export type ReasonRequest = Static<typeof reasonRequest>;

/** The author has to know what to change. */
export const rejectRequest = closed({ reason, revision: Type.Optional(revision) });
export type RejectRequest = Static<typeof rejectRequest>;

/** `successor`: the version to go to. */
export const deprecateRequest = closed(optional({ reason, revision, successor: version }));
export type DeprecateRequest = Static<typeof deprecateRequest>;

export const revokeVersionRequest = closed({ kind, name, version, reason: Type.Optional(reason) });
export type RevokeVersionRequest = Static<typeof revokeVersionRequest>;

export const rollBackRequest = closed({ kind, name, ...optional({ to: version, reason }) });
export type RollBackRequest = Static<typeof rollBackRequest>;
