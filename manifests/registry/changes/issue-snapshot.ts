import { createHash } from 'node:crypto';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { getAudience } from '../../documents/documents';
import type { SnapshotDocument, SnapshotEntry } from '../../documents/snapshot-document';
import type { Rollout, TenantPolicy } from '../registry-api';
import type { Connection, ManifestRow, SnapshotRow } from '../store/tables';
import type { TrustedRoot } from './change';
import { toCarrier } from '../resolve/snapshot-labels';
import { listStoredLabels } from '../resolve/stored-labels';
import { toSnapshotRollouts } from '../rollouts/snapshot-rollouts';
import type { SnapshotSigner } from './snapshot-signer';

/** In seconds. Renewed after two thirds. */
const snapshotLifetime = 15 * 60;
const renewalAge = (snapshotLifetime * 2) / 3;

interface IssueRequest {
	connection: Connection;
	tenant: string;
	root: TrustedRoot;
	signers: readonly SnapshotSigner[];
	nowMs: number;
	policy: string;
}

export async function issueSnapshot(request: IssueRequest): Promise<SnapshotRow> {
	const { connection, tenant, root, signers } = request;
	const last = await currentSnapshot(connection);
	const signer = signerUnder(root, signers);
	const version = (last?.version ?? 0) + 1;
	const issued = issuedAfter(last, request);
	const expires = Math.max(issued + snapshotLifetime, last?.expires ?? 0);
	const content = await collectContent(request);
	const token = await signWhatFits(signer, { aud: getAudience(tenant), ver: version, iat: issued, exp: expires, ...content });
	const etag = `"${version}-${createHash('sha256').update(token).digest('hex').slice(0, 32)}"`;
	const row: SnapshotRow = { version, token, etag, key_id: signer.keyId, issued, expires };
	await replace(connection, last, row);
	return row;
}

/** Monotonic: after the clock was set back, a new snapshot must not look older. */
export const issuedAfter = (last: { issued: number } | undefined, { nowMs }: Pick<IssueRequest, 'nowMs'>): number =>
	Math.max(Math.floor(nowMs / 1000), last?.issued ?? 0);

/** Drops fields for people if the list is too long: a revocation is never refused. */
export async function signWhatFits(signer: SnapshotSigner, snapshot: Parameters<SnapshotSigner['sign']>[0]): Promise<string> {
	try {
		return await signer.sign(snapshot);
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'INPUT_TOO_LARGE') throw error;
		return signer.sign({ ...snapshot, manifests: snapshot.manifests.map(({ reason: _, ...entry }) => entry) });
	}
}

export function currentSnapshot(connection: Pick<Connection, 'selectFrom'>): Promise<Omit<SnapshotRow, 'token'> | undefined> {
	return connection.selectFrom('snapshots').select(['version', 'etag', 'key_id', 'issued', 'expires']).executeTakeFirst();
}

/** True in the last third, or if its key left the root. */
export function needsRenewal(
	snapshot: Pick<SnapshotRow, 'issued' | 'expires' | 'key_id'> | undefined,
	root: TrustedRoot,
	nowMs: number,
): boolean {
	if (!snapshot) return true;
	if (!root.document.roles.snapshot.keyIds.includes(snapshot.key_id)) return true;
	const now = Math.floor(nowMs / 1000);
	return now >= snapshot.issued + renewalAge;
}

/** @throws TroupeError REGISTRY_NOT_READY */
export function signerUnder({ document }: TrustedRoot, signers: readonly SnapshotSigner[]): SnapshotSigner {
	const { keyIds } = document.roles.snapshot;
	const revoked = document.revokedKeyIds ?? [];
	const signer = signers.find(({ keyId }) => keyIds.includes(keyId) && !revoked.includes(keyId));
	if (signer) return signer;
	throw new TroupeError({
		code: 'REGISTRY_NOT_READY',
		message: `The registry has no snapshot key of edition ${document.ver} of the root: it has ${signers.map(({ keyId }) => keyId).join(', ') || 'none'}, expected ${keyIds.join(' or ')}`,
		fix: 'Give the registry the snapshot key of this root, or add the edition of the root that names its key.',
		details: { expected: keyIds, actual: signers.map(({ keyId }) => keyId) },
	});
}

/** Transactions hold the tenant's head in turn; this verifies it. */
async function replace(connection: Connection, last: { version: number } | undefined, row: SnapshotRow): Promise<void> {
	if (!last) return void (await connection.insertInto('snapshots').values(row).execute());
	const { numUpdatedRows } = await connection.updateTable('snapshots').set(row).where('version', '=', last.version).executeTakeFirst();
	if (numUpdatedRows !== 1n) throw new Error(`Another process has replaced the snapshot ${last.version}`);
}

type Content = Pick<SnapshotDocument, 'manifests' | 'rollouts' | 'policy' | 'graceSeconds'>;

export async function collectContent({ connection, policy }: Pick<IssueRequest, 'connection' | 'policy'>): Promise<Content> {
	const manifests = await connection
		.selectFrom('manifests')
		.select(['sha256', 'kind', 'name', 'version', 'state', 'revision', 'successor', 'reason', 'scope'])
		.where('state', '!=', 'draft')
		.orderBy('sequence')
		.execute();
	const rollouts = await connection.selectFrom('rollouts').select('rollout').orderBy('id').execute();
	const labels = await listStoredLabels(connection);
	const { graceSeconds, unknownPackages, unlistedAgents, stalePolicy } = JSON.parse(policy) as TenantPolicy;
	const rest = {
		...(unknownPackages && { unknownPackages }),
		...(unlistedAgents && { unlistedAgents }),
		...(stalePolicy && { stalePolicy }),
	};
	return {
		manifests: manifests.map(toEntry),
		...(rollouts.length + labels.length > 0 && {
			rollouts: [...rollouts.flatMap(({ rollout }) => toSnapshotRollouts(JSON.parse(rollout) as Rollout)), ...labels.map(toCarrier)],
		}),
		...(Object.keys(rest).length > 0 && { policy: rest }),
		...(graceSeconds !== undefined && { graceSeconds }),
	};
}

type EntryFields = Pick<ManifestRow, 'sha256' | 'kind' | 'name' | 'version' | 'state' | 'revision' | 'successor' | 'reason' | 'scope'>;

function toEntry({ sha256, kind, name, version, state, revision, successor, reason, scope }: EntryFields): SnapshotEntry {
	return {
		sha256,
		...(kind !== 'package' && { kind }),
		package: name,
		version,
		state: state as SnapshotEntry['state'],
		revision,
		...(successor !== null && { successor }),
		...(reason !== null && { reason }),
		...(scope !== null && { scope }),
	};
}
