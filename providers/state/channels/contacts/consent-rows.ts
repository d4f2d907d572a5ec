/** Consent acts per purpose. The latest act counts, by its own time: a later import of an earlier consent does not undo it. */
import { type ContactConsent, endedByOptOut } from '../../../../core/ports/channels/contact-consents';
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { listParts } from './contact-parts';

interface Whom {
	tenant: string;
	contact: string;
}

export type ConsentRow = Omit<ContactConsent, 'isInForce' | 'endedBy'>;

export const selectedConsent = `id, purpose, act, basis, at, recorded_at AS "recordedAt", recorded_by AS "by", way, reference, text_version AS "textVersion",
	text_hash AS "textHash", until, reason`;
/** At equal times a withdrawal wins. */
const lastFirst = 'at DESC, act DESC, id DESC';

export async function addConsent(connection: StateConnection, { tenant, contact }: Whom, row: ConsentRow): Promise<void> {
	const { id, purpose, act, basis, at, recordedAt, by, way, reference, textVersion, textHash, until, reason } = row;
	await connection.run(
		`INSERT INTO contact_consent (tenant, id, contact, purpose, act, basis, at, recorded_at, recorded_by, way, reference, text_version, text_hash, until, reason)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		tenant,
		id,
		contact,
		purpose,
		act,
		basis,
		at,
		recordedAt,
		by,
		way,
		reference,
		textVersion,
		textHash,
		until,
		reason,
	);
}

export async function listConsents(
	connection: StateConnection,
	whom: Whom,
	{ limit, before, now }: { limit: number; before?: readonly [number, string] | undefined; now: number },
): Promise<ContactConsent[]> {
	const parts = JSON.stringify(await listParts(connection, whom.tenant, whom.contact));
	const rows = await connection.all<ConsentRow>(
		`SELECT ${selectedConsent} FROM contact_consent WHERE tenant = ? AND contact IN ${textsOf(connection)} ${before ? 'AND (at, id) < (?, ?)' : ''}
		ORDER BY at DESC, id DESC LIMIT ?`,
		whom.tenant,
		parts,
		...(before ?? []),
		limit,
	);
	const inForce = new Map<string, ConsentRow | undefined>();
	for (const { purpose } of rows)
		if (!inForce.has(purpose)) inForce.set(purpose, await findInForce(connection, { ...whom, parts }, purpose, now));
	const listed: ContactConsent[] = [];
	for (const row of rows.map(toNumbers)) {
		const isInForce = inForce.get(row.purpose)?.id === row.id;
		listed.push({ ...row, isInForce, endedBy: await findEnd(connection, { tenant: whom.tenant, parts }, row) });
	}
	return listed;
}

const toNumbers = (row: ConsentRow): ConsentRow => ({
	...row,
	at: Number(row.at),
	recordedAt: Number(row.recordedAt),
	until: row.until === null ? null : Number(row.until),
});

export async function findBasis(connection: StateConnection, whom: Whom, purpose: string, now: number): Promise<ConsentRow | undefined> {
	const parts = JSON.stringify(await listParts(connection, whom.tenant, whom.contact));
	return findInForce(connection, { ...whom, parts }, purpose, now);
}

export async function findLastActs(connection: StateConnection, { tenant, contact }: Whom, until: number): Promise<ConsentRow[]> {
	const parts = JSON.stringify(await listParts(connection, tenant, contact));
	const rows = await connection.all<ConsentRow>(
		`SELECT ${selectedConsent} FROM contact_consent WHERE tenant = ? AND contact IN ${textsOf(connection)} AND at <= ? ORDER BY ${lastFirst}`,
		tenant,
		parts,
		until,
	);
	return rows.filter((row, index) => rows.findIndex(({ purpose }) => purpose === row.purpose) === index).map(toNumbers);
}

async function findInForce(
	connection: StateConnection,
	{ tenant, parts }: { tenant: string; parts: string },
	purpose: string,
	now: number,
): Promise<ConsentRow | undefined> {
	const row = await connection.get<ConsentRow>(
		`SELECT ${selectedConsent} FROM contact_consent WHERE tenant = ? AND contact IN ${textsOf(connection)} AND purpose = ? ORDER BY ${lastFirst} LIMIT 1`,
		tenant,
		parts,
		purpose,
	);
	if (row === undefined || row.act !== 'granted' || (row.until !== null && row.until <= now)) return undefined;
	return (await findEnd(connection, { tenant, parts }, row)) === null ? row : undefined;
}

/**
 * Returns the protocol of the opt-out that ended the consent, unless it expired or was replaced before. A block that was lifted says nothing about
 * purposes.
 */
async function findEnd(
	connection: StateConnection,
	{ tenant, parts }: { tenant: string; parts: string },
	{ purpose, act, basis, at, until }: ConsentRow,
): Promise<string | null> {
	if (act !== 'granted' || !endedByOptOut.includes(basis!)) return null;
	const row = await connection.get<{ protocol: string }>(
		`SELECT protocol FROM contact_request WHERE tenant = ? AND contact IN ${textsOf(connection)} AND kind IN ('opt-out', 'wrong-number')
		AND requested_by <> 'provider' AND at >= ? AND at < ?
		AND at <= coalesce((SELECT min(later.at) FROM contact_consent AS later WHERE later.tenant = ? AND later.contact IN ${textsOf(connection)}
			AND later.purpose = ? AND later.at > ?), at)
		ORDER BY at, protocol LIMIT 1`,
		tenant,
		parts,
		at,
		until ?? Number.MAX_SAFE_INTEGER,
		tenant,
		parts,
		purpose,
		at,
	);
	return row?.protocol ?? null;
}
