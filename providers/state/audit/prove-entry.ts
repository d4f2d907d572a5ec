import { parseSignedCheckpoint } from '../../../core/audit/checkpoint';
import { hashLeaf } from '../../../core/audit/hashes';
import type { TlogProof } from '../../../core/audit/tlog-proof';
import { tileWidth } from '../../../core/audit/tile-path';
import { TileTree } from '../../../core/audit/tile-tree';
import { verifyInclusion } from '../../../core/audit/verify-proof';
import { TroupeError } from '../../../core/base/errors';
import type { StateConnection } from '../../database/state-database';
import { readBundle } from './search-audit';
import { type AuditHead, readHead, tileReader } from './tile-rows';

/**
 * Proves that an entry is in a checkpoint's tree. Never returns a proof that does not verify. @param of an earlier checkpoint; default: the newest
 * @throws TroupeError INPUT_INVALID for an index outside the tree, STORAGE_DAMAGED
 */
export async function proveEntry(connection: StateConnection, tenant: string, index: number, of?: AuditHead): Promise<TlogProof> {
	const head = await requireHead(connection, tenant);
	const { size, note } = of ?? head;
	const proof = await new TileTree(size, tileReader(connection, tenant)).proveInclusion(index);
	// The bundle can include entries after the checkpoint.
	const bundle = await readBundle(connection, tenant, Math.floor(index / tileWidth), Math.max(size, head.size));
	const extra = bundle[index % tileWidth]!;
	const { root } = parseSignedCheckpoint(note).checkpoint;
	const problem = verifyInclusion({ index: BigInt(index), size: BigInt(size), root, leafHash: hashLeaf(extra), proof });
	if (problem === undefined) return { extra, index: BigInt(index), proof, checkpoint: note };
	throw new TroupeError({
		code: 'STORAGE_DAMAGED',
		message: `The entry ${index} of the audit log of the tenant ${tenant} is not in the tree of its checkpoint: ${problem}.`,
		fix: 'Restore it from a backup; `troupe audit verify` names the first bad index.',
	});
}

/** @throws TroupeError INPUT_INVALID for a log without entries */
export async function requireHead(connection: StateConnection, tenant: string): Promise<AuditHead> {
	const head = await readHead(connection, tenant);
	if (head) return head;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The audit log of the tenant ${tenant} has no entries.`,
		fix: 'Name a tenant with entries: --tenant.',
	});
}
