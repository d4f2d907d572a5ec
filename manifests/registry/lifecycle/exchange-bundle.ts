import { createHash } from 'node:crypto';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { ManifestKind } from '../../documents/document-words';
import { getAudience, getKind, maxOfflineSeconds } from '../../documents/documents';
import { revokesVersion } from '../../documents/several-manifests';
import { inspectDocument } from '../../token/inspect-document';
import { parseToken, verifyToken } from '../../token/read-token';
import type { Change } from '../changes/change';
import { invalid } from '../changes/request-fields';
import { collectContent, currentSnapshot, issueSnapshot, issuedAfter, signWhatFits, signerUnder } from '../changes/issue-snapshot';
import type { SnapshotSigner } from '../changes/snapshot-signer';
import { selectKeys, type RootKeeper } from '../changes/root-keeper';
import type { Bundle, RootEdition, TenantPolicy } from '../registry-api';
import type { CheckContent } from '../rules/check-content';
import type { Connection, Database } from '../store/tables';
import { approve } from './approve';
import { deprecate, revoke, revokeVersion } from './change-state';
import { publish } from './publish';

/** Ordinary snapshots are shorter. */
const minOfflineSeconds = 3_600;

/**
 * Signs a snapshot for a site without a network, limited by the request, the tenant's policy and the root. It takes a number of the tenant's
 * sequence: a machine that follows the registry has seen a later one and refuses it. No grace period. @throws TroupeError INPUT_INVALID,
 * REGISTRY_NOT_READY
 */
async function issueOfflineSnapshot(change: Change, signers: readonly SnapshotSigner[], validForSeconds: number): Promise<string> {
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

export async function readBundle(
	connection: Database | Connection,
	tenant: string,
	roots: RootEdition[],
	snapshot: string,
): Promise<Bundle> {
	const manifests = await connection
		.selectFrom('manifests')
		.select(['sha256', 'token', 'file_list'])
		.where('state', '!=', 'draft')
		.orderBy('sequence')
		.execute();
	const hashes = new Set(manifests.map(({ sha256 }) => sha256));
	const approvals = await connection.selectFrom('approvals').select(['manifest', 'token']).orderBy('at').execute();
	const fileLists = await connection.selectFrom('file_lists').selectAll().orderBy('sha256').execute();
	const named = new Set(manifests.map(({ file_list: list }) => list));
	return {
		version: 1,
		tenant,
		roots,
		snapshot,
		manifests: manifests.map(({ token }) => token),
		approvals: approvals.filter(({ manifest }) => hashes.has(manifest)).map(({ token }) => token),
		fileLists: fileLists.filter(({ sha256 }) => named.has(sha256)).map(({ content }) => content),
	};
}

export async function exportOffline(
	change: Change,
	signers: readonly SnapshotSigner[],
	roots: RootKeeper,
	validForSeconds: number,
): Promise<Bundle> {
	const snapshot = await issueOfflineSnapshot(change, signers, validForSeconds);
	return readBundle(change.connection, change.caller.tenant, await roots.editions(change.connection, 1), snapshot);
}

/** For the same tenant and root. Verifies each part as if it arrived alone; stores all or nothing. */
export async function importBundle(
	change: Change,
	roots: RootKeeper,
	bundle: Bundle,
	checkContent?: CheckContent,
): Promise<{ roots: number; manifests: number; approvals: number }> {
	refuseForeign(change, bundle);
	const { connection, nowMs } = change;
	let added = 0;
	for (const { tokens } of bundle.roots) if ((await roots.add(connection, tokens)).isNew) added++;
	const under: Change = { ...change, root: await roots.current(connection) };
	const counts = { roots: added, manifests: 0, approvals: 0 };
	if (added > 0) change.event('root.added', { version: String(under.root.document.ver) });

	const lists = new Map(bundle.fileLists.map((content) => [computeSha256(content), content]));
	const lapsed = new Set<string>();
	for (const token of bundle.manifests) {
		const { claimed } = inspectDocument('A manifest of the bundle', Buffer.from(token, 'latin1'));
		const named = 'fileList' in claimed ? claimed.fileList?.sha256 : undefined;
		const request = { token, ...(named !== undefined && { fileList: lists.get(named) }) };
		if (await isTaken(() => publish(under, request, { origin: 'bundle', checkContent }))) counts.manifests++;
		else lapsed.add(computeSha256(token));
	}
	for (const token of bundle.approvals) {
		const { claimed } = parseToken('An approval of the bundle', 'troupe-approval+jwt', Buffer.from(token, 'latin1'));
		if (lapsed.has(claimed.manifest)) continue;
		if (await isTaken(() => approve(under, claimed.manifest, { token }, 'bundle'))) counts.approvals++;
	}
	await takeStates(under, bundle, nowMs);
	change.note(counts);
	return counts;
}

/** Leaves out expired parts, and those of removed people or of versions revoked or rejected here. Any other problem refuses the bundle. */
async function isTaken(take: () => Promise<unknown>): Promise<boolean> {
	try {
		await take();
		return true;
	} catch (error) {
		if (isTroupeError(error) && (error.code === 'MANIFEST_REVOKED' || error.details.actual === 'rejected')) return false;
		if (isTroupeError(error) && error.code === 'TOKEN_INVALID' && ['key', 'expired'].includes(String(error.details.reason))) return false;
		throw error;
	}
}

/** Transport takes longer than a snapshot lasts, so the snapshot is judged as of its issue. */
async function takeStates(change: Change, bundle: Bundle, nowMs: number): Promise<void> {
	const name = 'The snapshot of the bundle';
	const parsed = parseToken(name, 'troupe-snapshot+jwt', Buffer.from(bundle.snapshot, 'latin1'));
	const asOf = Math.min(nowMs, parsed.claimed.iat * 1000);
	const { document } = verifyToken(parsed, selectKeys(change.root, 'snapshot', name), asOf, getAudience(bundle.tenant));
	const here = await change.connection.selectFrom('manifests').select(['sha256', 'state', 'kind', 'name', 'version']).execute();
	const stateHere = new Map(here.map(({ sha256, state }) => [sha256, state]));
	const versionsHere = new Set(here.map(versionKey));
	for (const entry of document.manifests) {
		const of = { kind: getKind(entry), name: entry.package, version: entry.version };
		const { sha256, reason, state } = entry;
		if (revokesVersion(entry) && versionsHere.has(versionKey(of))) await revokeVersion(change, { ...of, reason });
		else if (state === 'revoked' && stateHere.has(sha256)) await revoke(change, sha256, { reason });
	}
	for (const { sha256, state, successor, reason } of document.manifests)
		if (state === 'deprecated' && stateHere.get(sha256) === 'approved') await deprecate(change, sha256, { successor, reason }, 'bundle');
}

function refuseForeign({ caller }: Change, bundle: Bundle): void {
	if (bundle.version === 1 && bundle.tenant === caller.tenant) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The bundle has version ${String(bundle.version)} and tenant ${String(bundle.tenant).slice(0, 63)}, expected 1 and ${caller.tenant}`,
		fix: 'Import it into the tenant that it was exported from.',
		details: { expected: caller.tenant, actual: String(bundle.tenant).slice(0, 63) },
	});
}

const versionKey = ({ kind, name, version }: { kind: ManifestKind; name: string; version: string }) => `${kind} ${name}@${version}`;
const computeSha256 = (content: string) => createHash('sha256').update(content).digest('hex');
