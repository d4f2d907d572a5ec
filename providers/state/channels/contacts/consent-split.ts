/** Splits consents: endings during the merge apply to both parts, which cannot be told apart for that time. */
import { endedByOptOut } from '../../../../core/ports/channels/contact-consents';
import type { StateConnection } from '../../../database/state-database';
import { newId } from '../new-id';
import { addConsent, type ConsentRow, findLastActs, selectedConsent } from './consent-rows';

interface Split {
	tenant: string;
	from: string;
	into: string;
	since: number;
}

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

/** Includes merged contacts: their acts are stored with the last of them. */
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
