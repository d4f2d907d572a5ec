import { isTroupeError } from '../../core/base/errors';
import type { SnapshotEntry } from '../documents/snapshot-document';
import type { Bundle } from '../registry/registry-api';
import { parseToken } from '../token/read-token';
import type { TrustStore } from '../trust/trust-store';

/**
 * Distinguishes lapsed documents from tampered ones. An expired document, or one signed by a former key of the root, was valid when the registry
 * accepted it. Anything else missing or wrong was removed from the bundle or added to it.
 */
export class LapsedDocuments {
	readonly #formerKeys: Set<string>;
	readonly #lapsedApprovals: Set<string>;

	constructor(bundle: Bundle, trust: TrustStore) {
		const { roles, retiredKeys = {}, revokedKeyIds = [] } = trust.root.document;
		this.#formerKeys = new Set([...revokedKeyIds, ...bundle.roots.flatMap(({ tokens }) => listKeys(tokens))]);
		for (const keyId of [...roles.author.keyIds, ...roles.approver.keyIds])
			if (!revokedKeyIds.includes(keyId) && !Object.hasOwn(retiredKeys, keyId)) this.#formerKeys.delete(keyId);
		this.#lapsedApprovals = new Set(
			bundle.approvals
				.map((approval) => parseToken('an approval of the bundle', 'troupe-approval+jwt', Buffer.from(approval, 'latin1')))
				.filter(({ keyId, claimed }) => this.#formerKeys.has(keyId) || claimed.exp * 1000 <= trust.nowMs)
				.map(({ claimed }) => claimed.manifest),
		);
	}

	/** Returns undefined when the error is more serious. */
	findReason({ sha256 }: SnapshotEntry, error: unknown): string | undefined {
		if (!isTroupeError(error)) return undefined;
		const { reason, actual } = error.details;
		const isLapsed =
			error.code === 'TOKEN_INVALID'
				? reason === 'expired' || (reason === 'key' && typeof actual === 'string' && this.#formerKeys.has(actual))
				: error.code === 'MANIFEST_NOT_APPROVED' && this.#lapsedApprovals.has(sha256);
		return isLapsed ? error.message : undefined;
	}
}

/** These keys do not let anything run, so the edition need not be trusted. */
function listKeys(tokens: string): string[] {
	const { roles } = parseToken('a root', 'troupe-root+jwt', Buffer.from(tokens.split('\n')[0] ?? '', 'latin1')).claimed;
	return [...roles.author.keyIds, ...roles.approver.keyIds];
}
