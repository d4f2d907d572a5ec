/** What a split leaves of consents: what the contact ended while it was merged is ended for both parts, which nobody can tell apart for that time. */
import { endedByOptOut } from '../../../../core/ports/channels/contact-consents';
import type { StateConnection } from '../../../database/state-database';
import { newId } from '../new-id';
import { addConsent, type ConsentRow, findLastActs, selectedConsent } from './consent-rows';

interface Split {
	tenant: string;
	from: string;
	into: string;
	/** When they were merged. */
	since: number;
}

/** Withdraws for the part that was merged, before it is its own again, what was withdrawn meanwhile, or ended by an opt-out. */
export async function keepEnded(connection: StateConnection, { tenant, from, into, since }: Split, now: number): Promise<void> {
	const add = (row: Omit<ConsentRow, 'id'>) => addConsent(connection, { tenant, contact: from }, { ...row, id: newId(now) });
	for (const whole of await listWhole(connection, tenant, into)) {
		const withdrawals = await connection.all<ConsentRow>(
			`SELECT ${selectedConsent} FROM contact_consent WHERE tenant = ? AND contact = ? AND act = 'withdrawn' AND recorded_at >= ? ORDER BY at, id`,
			...[tenant, whole, since],
		);
		for (const withdrawal of withdrawals) await add(withdrawal);
		const optOuts = await connection.all<{ protocol: string; at: number; by: string }>(
			`SELECT protocol, at, requested_by AS by FROM contact_request WHERE tenant = ? AND contact = ? AND at >= ?
			AND kind IN ('opt-out', 'wrong-number') AND requested_by <> 'provider' ORDER BY at, protocol`,
			...[tenant, whole, since],
		);
		for (const { protocol, at, by } of optOuts)
			for (const { purpose, act, basis } of await findLastActs(connection, { tenant, contact: from }, Number(at)))
				if (act === 'granted' && endedByOptOut.includes(basis!))
					await add({
						...{ purpose, act: 'withdrawn', basis: null, at, recordedAt: now, by, way: 'other', reference: protocol },
						...{ textVersion: null, textHash: null, until: null, reason: 'Opted out while merged with another contact.' },
					});
	}
}

/** Lists a contact and those into which it was merged: acts about a merged contact are stored with the last of them. */
async function listWhole(connection: StateConnection, tenant: string, contact: string): Promise<string[]> {
	const whole: string[] = [];
	for (let id: string | null | undefined = contact; id && !whole.includes(id);) {
		whole.push(id);
		const row: { into: string | null } | undefined = await connection.get<{ into: string | null }>(
			'SELECT merged_into AS "into" FROM contact WHERE tenant = ? AND id = ?',
			...[tenant, id],
		);
		id = row?.into;
	}
	return whole;
}
