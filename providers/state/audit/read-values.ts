import { openCommitment, type PartName } from '../../../core/audit/audit-leaf';
import { isTroupeError } from '../../../core/base/errors';
import { bytesOf } from '../../database/in-list';
import type { StateConnection } from '../../database/state-database';
import { type AuditKeys, keyBoundTo, valueBoundTo } from './audit-keys';

export type CommittedParts = { id: string } & Partial<Record<PartName, { sha256?: string } | undefined>>;

interface ValueRow {
	entry: Uint8Array;
	part: PartName;
	sealed: Uint8Array;
	subject: string | null;
	wrapped: Uint8Array | null;
}

interface OpenedValues {
	values: Record<string, unknown>;
	isDamaged: boolean;
}

/** Opens what leaves commit to. Values that were forgotten, or whose retention ended, are missing, which is not a fault. */
export async function readValues(
	connection: StateConnection,
	tenant: string,
	leaves: readonly CommittedParts[],
	keys: AuditKeys,
): Promise<OpenedValues[]> {
	const byId = new Map<string, { leaf: CommittedParts; opened: OpenedValues }>(
		leaves.map((leaf) => [leaf.id, { leaf, opened: { values: {}, isDamaged: false } }]),
	);
	const rows = await connection.all<ValueRow>(
		`SELECT audit_value.entry, audit_value.part, audit_value.sealed, audit_key.subject, audit_key.sealed AS wrapped FROM audit_value
		LEFT JOIN audit_key ON audit_key.id = audit_value.key_id WHERE audit_value.tenant = ? AND audit_value.entry IN ${bytesOf(connection)}`,
		tenant,
		JSON.stringify([...byId.keys()]),
	);
	for (const row of rows) {
		const { leaf, opened } = byId.get(Buffer.from(row.entry).toString('hex'))!;
		const commitment = leaf[row.part]?.sha256 ?? '';
		const value = await openValue(row, { tenant, commitment }, keys);
		if (value) opened.values[commitment] = value.value;
		else opened.isDamaged = true;
	}
	return leaves.map(({ id }) => byId.get(id)!.opened);
}

async function openValue(
	{ sealed, subject, wrapped }: ValueRow,
	{ tenant, commitment }: { tenant: string; commitment: string },
	keys: AuditKeys,
): Promise<{ value: unknown } | undefined> {
	if (subject === null || wrapped === null) return undefined;
	try {
		const key = await keys.openKey(wrapped, keyBoundTo(tenant, subject));
		return openCommitment(key.unseal(sealed, valueBoundTo(tenant, commitment)), commitment);
	} catch (error) {
		if (isTroupeError(error) && error.code === 'VAULT_UNREADABLE') return undefined; // verification reports it with its index
		throw error;
	}
}
