import type { RootDocument } from '../../documents/documents';
import { isoTime } from '../../token/refused-token';
import { countApprovals } from '../../trust/count-approvals';
import type { ManifestSummary } from '../registry-api';

/** Under which root, and when, a manifest is looked at. */
export interface Judge {
	root: RootDocument;
	nowMs: number;
}

export interface GivenApproval {
	approver: string;
	keyId: string;
	at: string;
	/** Seconds since the epoch. */
	expires: number;
}

type Decided = Pick<ManifestSummary, 'state' | 'keyId' | 'author'>;

/**
 * What gates make of a manifest today. Its state says what people decided; since then keys may have left the root, and signatures expired.
 * `expires`: of the manifest itself, where it is known.
 */
export function standing(
	{ root, nowMs }: Judge,
	{ state, keyId, author }: Decided,
	given: readonly GivenApproval[],
	expires?: number,
): Pick<ManifestSummary, 'approvals' | 'approved' | 'problems'> {
	const now = nowMs / 1000;
	const reasons = new Map<string, string>();
	const holding = given.filter((approval) => {
		const reason =
			lossOf(root, 'approver', approval.keyId) ?? (approval.expires <= now ? `it expired at ${isoTime(approval.expires)}` : undefined);
		if (reason !== undefined) reasons.set(approval.keyId, reason);
		return reason === undefined;
	});
	const { counted, discounted, threshold, enough } = countApprovals(root, keyId, holding);
	for (const { approval, reason } of discounted) reasons.set(approval.keyId, reason);
	const approvals = given.map(({ expires: _, ...approval }) => {
		const notCounted = reasons.get(approval.keyId);
		return { ...approval, ...(notCounted !== undefined && { notCounted }) };
	});
	if (state !== 'approved' && state !== 'deprecated') return { approvals, approved: false };

	const lost = lossOf(root, 'author', keyId);
	const whys = approvals.flatMap(({ approver, notCounted }) =>
		notCounted === undefined ? [] : [`; not that of ${approver}: ${notCounted}`],
	);
	const problems = [
		...(lost === undefined ? [] : [`it was signed by ${author}, and ${lost}: publish a new version`]),
		...(expires === undefined || expires > now ? [] : [`its signature expired at ${isoTime(expires)}: publish a new version`]),
		...(enough ? [] : [`${counted.length} of ${threshold} approvals count${whys.join('')}: have it approved anew`]),
	];
	return { approvals, approved: problems.length === 0, ...(problems.length > 0 && { problems }) };
}

/** Why a key of the role counts no more; undefined when it does. */
function lossOf({ ver, roles, revokedKeyIds = [] }: RootDocument, role: 'author' | 'approver', keyId: string): string | undefined {
	if (revokedKeyIds.includes(keyId)) return `the ${role}'s key ${keyId} is revoked by edition ${ver} of the root`;
	return roles[role].keyIds.includes(keyId) ? undefined : `the ${role}'s key ${keyId} is not in edition ${ver} of the root`;
}
