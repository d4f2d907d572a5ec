import { TroupeError } from '../../../core/base/errors';
import { getAudience, maxOfflineSeconds } from '../../documents/documents';
import { invalid } from './request-fields';
import type { TenantPolicy } from '../registry-api';
import type { Change } from './change';
import { collectContent, currentSnapshot, issuedAfter, issueSnapshot, signerUnder, signWhatFits } from './issue-snapshot';
import type { SnapshotSigner } from './snapshot-signer';

/** Ordinary snapshots are shorter. */
const minOfflineSeconds = 3_600;

/**
 * Signs a snapshot for a site without a network, limited by the request, the tenant's policy and the root. It takes a number of the tenant's
 * sequence: a machine that follows the registry has seen a later one and refuses it. No grace period. @throws TroupeError INPUT_INVALID,
 * REGISTRY_NOT_READY
 */
export async function issueOfflineSnapshot(change: Change, signers: readonly SnapshotSigner[], validForSeconds: number): Promise<string> {
	const { connection, caller, root, nowMs, head } = change;
	const { tenant, subject } = caller;
	requireAllowed(validForSeconds, JSON.parse(head.policy) as TenantPolicy);
	const request = { connection, tenant, root, signers, nowMs, policy: head.policy };
	const last = (await currentSnapshot(connection)) ?? (await issueSnapshot(request));
	const version = last.version + 1;
	const issued = issuedAfter(last, request);
	const expires = Math.min(issued + validForSeconds, root.document.exp);
	const { graceSeconds: _, ...content } = await collectContent(request);
	const claims = { aud: getAudience(tenant), ver: version, iat: issued, exp: expires, offline: { requestedBy: subject } };
	const token = await signWhatFits(signerUnder(root, signers), { ...claims, ...content });
	await connection.updateTable('snapshots').set({ version }).where('version', '=', last.version).execute();
	change.touchSnapshot();
	change.note({ snapshot: version, validForSeconds, expires: new Date(expires * 1000).toISOString() });
	return token;
}

function requireAllowed(seconds: number, { offlineSeconds = 0 }: TenantPolicy): void {
	if (!Number.isInteger(seconds) || seconds < minOfflineSeconds || seconds > maxOfflineSeconds)
		throw invalid('validForSeconds', 'is wrong', `a whole number from ${minOfflineSeconds} to ${maxOfflineSeconds}`);
	if (seconds <= offlineSeconds) return;
	const allowed = offlineSeconds === 0 ? 'no offline snapshots' : `at most ${offlineSeconds}`;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `An offline snapshot for ${seconds} s was requested, but the policy of the tenant allows ${allowed}`,
		fix: `Request a shorter time, or have the policy changed: \`troupe manifest policy set --offline-days ${Math.ceil(seconds / 86_400)}\`.`,
		details: { reason: 'policy', expected: offlineSeconds, actual: seconds },
	});
}
