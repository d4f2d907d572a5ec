import { formatVerifierKey, type VerifierKey } from '../../../core/audit/note-key';
import type { TlogPolicy } from '../../../core/audit/witness/tlog-policy';
import { everyTenant, openStateDatabase, type StateDatabase } from '../../database/state-database';
import { auditSchema } from './audit-schema';
import { type CosignedCheckpoint, listCosigned } from './cosigned-rows';
import type { AuditHead } from './tile-rows';
import {
	type AnsweredWitness,
	type DueWitness,
	freshMs,
	keepAnswer,
	listStatus,
	takeDue,
	type WitnessChange,
	type WitnessStatus,
} from './witness-rows';
import { witnessSchema } from './witness-schema';

export interface CosignedStore {
	listDue(witnesses: readonly VerifierKey[], now: number): Promise<string[]>;
	/** Leases witnesses that are due for the newest checkpoint: no other process asks them for a while. */
	take(tenant: string, witnesses: readonly VerifierKey[], now: number): Promise<{ head: AuditHead; due: DueWitness[] } | undefined>;
	/** Stores a witness's answer. @returns nothing if the tenant was removed meanwhile */
	keep(tenant: string, head: AuditHead, answered: AnsweredWitness, policy: TlogPolicy, now: number): Promise<WitnessChange | undefined>;
	listStatus(tenant: string): Promise<WitnessStatus[]>;
	listFailing(): Promise<FailingWitness[]>;
	list(tenant: string): Promise<CosignedCheckpoint[]>;
	close(): Promise<void>;
}

export interface FailingWitness {
	witness: string;
	state: 'late' | 'refused';
	since: number;
}

const maxTenantsAtOnce = 100;

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openCosignedStore(place: string): CosignedStore {
	const database = openStateDatabase(place, [witnessSchema, auditSchema]);
	return {
		listDue: (witnesses, now) => listDue(database, witnesses, now),
		take: (tenant, witnesses, now) =>
			database.change(tenant, (connection) => takeDue(connection, tenant, witnesses, now), { turn: `witnesses ${tenant}` }),
		keep: (tenant, head, answered, policy, now) =>
			database.change(tenant, (connection) => keepAnswer(connection, tenant, { head, answered, policy, now }), {
				turn: `witnesses ${tenant}`,
				synced: true,
			}),
		listStatus: (tenant) => database.read(tenant, (connection) => listStatus(connection, tenant)),
		listFailing: () =>
			database.read(everyTenant, async (connection) =>
				(
					await connection.all<Omit<FailingWitness, 'since'> & { since: number | string }>(
						"SELECT witness, state, min(since) AS since FROM audit_witness WHERE state IN ('late', 'refused') GROUP BY witness, state",
					)
				).map((row) => ({ ...row, since: Number(row.since) })),
			),
		list: (tenant) => database.read(tenant, (connection) => listCosigned(connection, tenant)),
		close: () => database.close(),
	};
}

async function listDue(database: StateDatabase, witnesses: readonly VerifierKey[], now: number): Promise<string[]> {
	const tenants = new Set<string>();
	for (const key of witnesses) {
		const rows = await database.read(everyTenant, (connection) =>
			connection.all<{ tenant: string }>(
				`SELECT head.tenant FROM audit_head AS head LEFT JOIN audit_witness AS seen ON seen.tenant = head.tenant AND seen.witness = ?
				LEFT JOIN audit_cosigned AS kept ON kept.tenant = head.tenant AND kept.size = head.size
				WHERE seen.witness IS NULL OR ((seen.cosigned_size <> head.size OR seen.cosigned_at <= ?
					OR substr(kept.note, 1, length(head.note)) <> head.note) AND seen.due_at <= ? AND seen.leased_until <= ?)
				ORDER BY seen.due_at, head.tenant LIMIT ?`,
				formatVerifierKey(key),
				now - freshMs,
				now,
				now,
				maxTenantsAtOnce,
			),
		);
		for (const { tenant } of rows) tenants.add(tenant);
	}
	return [...tenants];
}
