import { formatVerifierKey, type VerifierKey } from '../../../core/audit/note-key';
import type { TlogPolicy } from '../../../core/audit/witness/tlog-policy';
import type { WitnessAnswer } from '../../../core/audit/witness/witness-answer';
import { planRetry, type RetryPolicy } from '../../../core/base/async/retry-policy';
import type { StateConnection } from '../../database/state-database';
import { addCosignature, isOfOtherLog } from './cosigned-rows';
import { type AuditHead, readHead } from './tile-rows';

/** `late`: no answer, or the witness does not know the log. `refused`: it cosigned another log. */
type WitnessState = 'new' | 'cosigned' | 'late' | 'refused';

export interface WitnessStatus {
	witness: string;
	state: WitnessState;
	reason?: string;
	/** The first time since its last cosignature that it was unreachable or refused. */
	since?: number;
	cosignedSize: number;
	cosignedAt?: number;
}

export interface DueWitness {
	key: VerifierKey;
	size: number;
	attempts: number;
}

export interface WitnessChange extends WitnessStatus {
	tenant: string;
	before?: WitnessState;
}

export interface AnsweredWitness extends DueWitness {
	answer: WitnessAnswer;
	/** From 0 to 1: jitter before the next attempt. */
	random: number;
}

/** Only one process asks a witness at a time. */
const leaseMs = 60_000;
/** An unchanged log is cosigned again after this time, to show that it is watched. */
export const freshMs = 86_400_000;
/** Min pause between cosignatures of a growing log. */
const pauseMs = 10_000;
const retries: RetryPolicy = { firstMs: 5_000, factor: 2, maxMs: 900_000, jitter: 0.2, maxAskedMs: 3_600_000 };

export async function takeDue(connection: StateConnection, tenant: string, witnesses: readonly VerifierKey[], now: number) {
	const head = await readHead(connection, tenant);
	if (!head) return undefined;
	const due: DueWitness[] = [];
	for (const key of witnesses) {
		const witness = formatVerifierKey(key);
		const row = await connection.get<
			Record<'size' | 'cosigned' | 'attempts' | 'due' | 'leased', number | string> & { at: number | string | null }
		>(
			`SELECT size, cosigned_size AS cosigned, cosigned_at AS at, attempts, due_at AS due, leased_until AS leased FROM audit_witness
			WHERE tenant = ? AND witness = ?`,
			tenant,
			witness,
		);
		const isOfSize = row && Number(row.cosigned) === head.size && Number(row.at) > now - freshMs;
		// A restored log can have grown to the same size again.
		const isCosigned = isOfSize && !(await isOfOtherLog(connection, tenant, head, key));
		// Witnesses that answer join those that are due, to cosign the same checkpoint.
		const isDue = !row || (!isCosigned && Number(row.leased) <= now && (Number(row.due) <= now || Number(row.attempts) === 0));
		if (!isDue) continue;
		await connection.run(
			`INSERT INTO audit_witness (tenant, witness, size, cosigned_size, state, attempts, due_at, leased_until) VALUES (?, ?, 0, 0, 'new', 0, ?, ?)
			ON CONFLICT (tenant, witness) DO UPDATE SET leased_until = excluded.leased_until`,
			tenant,
			witness,
			now,
			now + leaseMs,
		);
		due.push({ key, size: Number(row?.size ?? 0), attempts: Number(row?.attempts ?? 0) });
	}
	return { head, due };
}

interface Keeping {
	head: AuditHead;
	answered: AnsweredWitness;
	policy: TlogPolicy;
	now: number;
}

/** @returns nothing if the tenant was removed meanwhile */
export async function keepAnswer(connection: StateConnection, tenant: string, keeping: Keeping): Promise<WitnessChange | undefined> {
	const { head, answered, now } = keeping;
	const { key, answer, random } = answered;
	const witness = formatVerifierKey(key);
	const row = await connection.get<StatusRow>(
		`SELECT ${statusColumns} FROM audit_witness WHERE tenant = ? AND witness = ?`,
		tenant,
		witness,
	);
	if (!row) return undefined;
	const before = toStatus(row);
	if (answer.outcome === 'cosigned') {
		await addCosignature(connection, tenant, answer.signature, keeping);
		await connection.run(
			`UPDATE audit_witness SET size = ?, cosigned_size = ?, cosigned_at = ?, state = 'cosigned', reason = NULL, since = NULL, attempts = 0,
			due_at = ?, leased_until = 0 WHERE tenant = ? AND witness = ?`,
			head.size,
			head.size,
			now,
			now + pauseMs,
			tenant,
			witness,
		);
	} else {
		const isLonger = answer.outcome === 'behind' && answer.size > BigInt((await readHead(connection, tenant))?.size ?? 0);
		const state: WitnessState = answer.outcome === 'refused' || isLonger ? 'refused' : 'late';
		const reason = answer.outcome === 'behind' ? `it cosigned ${answer.size} entries` : answer.reason;
		const attempts = answered.attempts + 1;
		const retryAfterMs = answer.outcome === 'failed' ? answer.retryAfterMs : undefined;
		const since = before.state === state ? (before.since ?? now) : now;
		await connection.run(
			'UPDATE audit_witness SET size = ?, state = ?, reason = ?, since = ?, attempts = ?, due_at = ?, leased_until = 0 WHERE tenant = ? AND witness = ?',
			answered.size,
			state,
			reason,
			since,
			attempts,
			now + planRetry(retries, { attempts, random, retryAfterMs })!,
			tenant,
			witness,
		);
	}
	const after = (await connection.get<StatusRow>(
		`SELECT ${statusColumns} FROM audit_witness WHERE tenant = ? AND witness = ?`,
		tenant,
		witness,
	))!;
	const status = toStatus(after);
	return { tenant, ...status, ...(before.state !== status.state && { before: before.state }) };
}

export async function listStatus(connection: StateConnection, tenant: string): Promise<WitnessStatus[]> {
	const rows = await connection.all<StatusRow>(`SELECT ${statusColumns} FROM audit_witness WHERE tenant = ? ORDER BY witness`, tenant);
	return rows.map(toStatus);
}

const statusColumns = 'witness, state, reason, since, cosigned_size AS "cosignedSize", cosigned_at AS "cosignedAt"';

interface StatusRow {
	witness: string;
	state: WitnessState;
	reason: string | null;
	since: number | string | null;
	cosignedSize: number | string;
	cosignedAt: number | string | null;
}

const toStatus = ({ witness, state, reason, since, cosignedSize, cosignedAt }: StatusRow): WitnessStatus => ({
	witness,
	state,
	cosignedSize: Number(cosignedSize),
	...(reason !== null && { reason }),
	...(since !== null && { since: Number(since) }),
	...(cosignedAt !== null && { cosignedAt: Number(cosignedAt) }),
});
