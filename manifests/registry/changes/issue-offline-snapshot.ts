import { TroupeError } from '../../../core/base/errors';
import { audienceOf, longestOfflineSeconds } from '../../documents/documents';
import { invalid } from './request-fields';
import type { TenantPolicy } from '../registry-api';
import type { Change } from './change';
import { contentOf, currentSnapshot, issuedAfter, issueSnapshot, signerUnder, signWhatFits } from './issue-snapshot';
import type { SnapshotSigner } from './snapshot-signer';

/** Shorter ones are what everybody gets. */
const shortestOfflineSeconds = 3_600;

/**
 * Signs a snapshot for a site without a network, good for as long as its caller asks, its tenant's policy allows and the root lasts.
 * It takes a number of the tenant's line for itself, and the next one is issued behind it: whoever follows the registry has seen a later one,
 * so that it is old news there even before its claim is looked at. It has no grace: its time is what was asked for.
 * @throws TroupeError INPUT_INVALID, REGISTRY_NOT_READY
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
	const { graceSeconds: _, ...content } = await contentOf(request);
	const claims = { aud: audienceOf(tenant), ver: version, iat: issued, exp: expires, offline: { requestedBy: subject } };
	const token = await signWhatFits(signerUnder(root, signers), { ...claims, ...content });
	await connection.updateTable('snapshots').set({ version }).where('version', '=', last.version).execute();
	change.touchSnapshot();
	change.note({ snapshot: version, validForSeconds, expires: new Date(expires * 1000).toISOString() });
	return token;
}

function requireAllowed(seconds: number, { offlineSeconds = 0 }: TenantPolicy): void {
	if (!Number.isInteger(seconds) || seconds < shortestOfflineSeconds || seconds > longestOfflineSeconds)
		throw invalid('validForSeconds', 'is wrong', `a whole number of ${shortestOfflineSeconds} to ${longestOfflineSeconds}`);
	if (seconds <= offlineSeconds) return;
	const allowed = offlineSeconds === 0 ? 'none at all' : `at most ${offlineSeconds}`;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `A snapshot for a site without a network is asked for with ${seconds} s, and the policy of the tenant allows ${allowed}`,
		fix: `Ask for less, or let who may set the policy allow it: \`troupe manifest policy set --offline-days ${Math.ceil(seconds / 86_400)}\`.`,
		details: { reason: 'policy', expected: offlineSeconds, actual: seconds },
	});
}
