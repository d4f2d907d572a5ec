import type { RootDocument } from '../../documents/root-document';
import { isoTime } from '../../token/refused-token';
import { countApprovals } from '../../trust/count-approvals';
import type { ManifestSummary } from '../registry-api';

export interface Judge {
	root: RootDocument;
	nowMs: number;
}

/** In seconds since the epoch. */
export interface SignedTimes {
	issued: number;
	expires: number;
}

export interface GivenApproval extends SignedTimes {
	approver: string;
	keyId: string;
	at: string;
}

type Decided = Pick<ManifestSummary, 'state' | 'keyId' | 'author'>;

/** Judges a manifest as gates do now: keys may have left the root, and signatures expired. */
export function judgeManifest(
	{ root, nowMs }: Judge,
	{ state, keyId, author }: Decided,
	approvalList: readonly GivenApproval[],
	{ issued, expires }: Partial<SignedTimes> = {},
): Pick<ManifestSummary, 'approvals' | 'approved' | 'problems'> {
	const now = nowMs / 1000;
	const reasons = new Map<string, string>();
	const holding = approvalList.filter((approval) => {
		const reason =
			explainLoss(root, 'approver', approval.keyId, approval.issued) ??
			(approval.expires <= now ? `it expired at ${isoTime(approval.expires)}` : undefined);
		if (reason !== undefined) reasons.set(approval.keyId, reason);
		return reason === undefined;
	});
	const { counted, discounted, threshold, enough } = countApprovals(root, keyId, holding);
	for (const { approval, reason } of discounted) reasons.set(approval.keyId, reason);
	const approvals = approvalList.map(({ issued: _issued, expires: _expires, ...approval }) => {
		const notCounted = reasons.get(approval.keyId);
		return { ...approval, ...(notCounted !== undefined && { notCounted }) };
	});
	if (state !== 'approved' && state !== 'deprecated') return { approvals, approved: false };

	const lost = explainLoss(root, 'author', keyId, issued);
	const whys = approvals.flatMap(({ approver, notCounted }) =>
		notCounted === undefined ? [] : [`; not that of ${approver}: ${notCounted}`],
	);
	const problems = [
		...(lost === undefined ? [] : [`it was signed by ${author}, and ${lost}: publish a new version`]),
		...(expires === undefined || expires > now ? [] : [`its signature expired at ${isoTime(expires)}: publish a new version`]),
		...(enough ? [] : [`${counted.length} of ${threshold} approvals count${whys.join('')}: have it approved again`]),
	];
	return { approvals, approved: problems.length === 0, ...(problems.length > 0 && { problems }) };
}

/** Returns undefined if the key counts. */
function explainLoss(
	{ ver, roles, retiredKeys = {}, revokedKeyIds = [] }: RootDocument,
	role: 'author' | 'approver',
	keyId: string,
	issued = 0,
): string | undefined {
	const retiredAt = Object.hasOwn(retiredKeys, keyId) ? retiredKeys[keyId]! : Infinity;
	if (issued > retiredAt) return `the ${role}'s key ${keyId} was retired at ${isoTime(retiredAt)}, before it signed`;
	if (revokedKeyIds.includes(keyId)) return `the ${role}'s key ${keyId} is revoked by edition ${ver} of the root`;
	return roles[role].keyIds.includes(keyId) ? undefined : `the ${role}'s key ${keyId} is not in edition ${ver} of the root`;
}
