import type { ManifestKind, ManifestState } from '../../documents/documents';
import type { ReportSummary } from '../../evidence/sandbox-report';

export interface ManifestSummary {
	/** SHA-256 of the token in hex: the id of a manifest. */
	sha256: string;
	kind: ManifestKind;
	name: string;
	version: string;
	state: 'draft' | ManifestState;
	revision: number;
	/** The author's key, and whose it is. */
	keyId: string;
	author: string;
	approvals: Array<{
		approver: string;
		keyId: string;
		at: string;
		/** Reason why it does not count, such as that its key left the root. */ notCounted?: string;
	}>;
	/** Number of approvals that the root requires. */
	threshold: number;
	/**
	 * True if gates allow it to run under the current root: `state` is what people decided, but their keys can be revoked since. Older registries
	 * leave it out.
	 */
	approved?: boolean;
	/** For people: what gates hold against it although its state is approved or deprecated. Absent: nothing. */
	problems?: string[];
	/** The reports of the sandbox that its approvals rest on, newest first. Older registries leave it out. */
	reports?: ReportSummary[];
	/** For a version that the sandbox can run and that has no report, or none that the policy accepts: the command that makes one. */
	testInSandbox?: string;
	capabilities: string[];
	purpose?: string;
	successor?: string;
	reason?: string;
	/** Present if only this manifest is revoked, and not its version. */
	scope?: 'manifest';
	/** ISO 8601. */
	publishedAt: string;
}

export interface PublishRequest {
	token: string;
	/** The bytes of the list that the manifest's `fileList` names. */
	fileList?: string;
}

export interface ApprovalRequest {
	token: string;
	/** The signed documents that the approval names by their hashes: a sandbox report, results of evaluations. */
	evidence?: string[];
	/** The revision that the approver looked at: compare and set. @throws TroupeError STATE_CONFLICT when another came between */
	revision?: number;
}

export interface ReasonRequest {
	reason?: string;
	/** Compare and set, as for approvals. */
	revision?: number;
}

export interface DeprecateRequest extends ReasonRequest {
	/** The version to go to. */
	successor?: string;
}

export interface RevokeVersionRequest {
	kind: ManifestKind;
	name: string;
	version: string;
	reason?: string;
}

export interface RollBackRequest {
	kind: ManifestKind;
	name: string;
	to?: string;
	reason?: string;
}
