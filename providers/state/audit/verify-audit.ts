import { hashLeaf, isEqualHash } from '../../../core/audit/hashes';
import { TileEdge } from '../../../core/audit/tile-edge';
import { tileWidth } from '../../../core/audit/tile-path';
import type { StateConnection } from '../../database/state-database';
import { type AuditKeys, waitingText } from './audit-keys';
import { readSigned } from './read-signed';
import { readHead } from './tile-rows';
import {
	type AuditFault,
	earliest,
	findSurplus,
	type KeptCheckpoint,
	RecentLeaves,
	verifyBundle,
	verifyTiles,
	type Walk,
} from './verify-bundle';
import type { WaitingRow } from './waiting-rows';

export type { AuditFault, KeptCheckpoint } from './verify-bundle';

const waitingAtOnce = 1_000;

export interface VerifiedAudit {
	entries: number;
	fault?: AuditFault;
}

/** Verifies every entry, mark, tile and value, the checkpoint, and that the log extends the kept checkpoints. */
export async function verifyAudit(
	connection: StateConnection,
	tenant: string,
	keys: AuditKeys,
	kept: readonly KeptCheckpoint[] = [],
): Promise<VerifiedAudit> {
	const head = await readHead(connection, tenant);
	const signed = head ? readSigned(head.note, tenant, keys) : undefined;
	// The size beside a checkpoint is not signed.
	const size = signed ? Number(signed.size) : (head?.size ?? 0);
	const edge = new TileEdge(0, []);
	const roots = new Map<number, Buffer | undefined>([...kept.map((one) => [one.size, undefined] as const), [0, edge.root()]]);
	const walk: Walk = { connection, tenant, keys, kept, roots, edge, latest: -Infinity, recent: new RecentLeaves() };
	const fault = earliest([await verifyEntries(walk, size), await findSurplus(walk, size)]);
	const faults = kept.map((one) => compareKept(one, size, roots, fault?.index ?? Infinity));
	const isSigned = !head || (signed && head.size === size && isEqualHash(signed.root, edge.root()));
	const first = earliest([fault, ...faults]) ?? (isSigned ? await verifyWaiting(walk) : ({ index: size, problem: 'checkpoint' } as const));
	return { entries: edge.size, ...(first && { fault: first }) };
}

async function verifyEntries(walk: Walk, size: number): Promise<AuditFault | undefined> {
	let fault: AuditFault | undefined;
	while (walk.edge.size < size && !fault) {
		const width = Math.min(tileWidth, size - walk.edge.size);
		// A bad entry also breaks the tiles above it, which name a larger part.
		fault = (await verifyBundle(walk, width)) ?? (await verifyTiles(walk));
	}
	return fault;
}

function compareKept(
	one: KeptCheckpoint,
	size: number,
	roots: ReadonlyMap<number, Buffer | undefined>,
	badFrom: number,
): AuditFault | undefined {
	if (one.size > size) return { index: size, problem: 'removed' };
	// After the first bad entry no comparison is possible.
	if (one.size > badFrom) return undefined;
	const root = roots.get(one.size);
	return root && isEqualHash(root, one.root) ? undefined : { index: one.size, problem: 'forked' };
}

/** Verifies entries without an index; their place is the index they would get. */
async function verifyWaiting({ connection, tenant, keys, edge, recent, latest }: Walk): Promise<AuditFault | undefined> {
	let after = 0;
	for (let index = edge.size; ;) {
		const rows = await connection.all<WaitingRow>(
			'SELECT id, leaf, mark FROM audit_waiting WHERE tenant = ? AND id > ? ORDER BY id LIMIT ?',
			tenant,
			after,
			waitingAtOnce,
		);
		for (const { id, leaf, mark } of rows) {
			const isNew = recent.add(hashLeaf(Buffer.from(leaf)), latest);
			if (!isNew || !isEqualHash(keys.mark(waitingText(tenant, leaf)), mark)) return { index, problem: 'waiting' };
			index += 1;
			after = Number(id);
		}
		if (rows.length < waitingAtOnce) return undefined;
	}
}
