import type { IncidentCause, IncidentRecipient, IncidentRisk, IncidentStep } from '../../../core/base/privacy/incident-kinds';
import type { RequestLaw } from '../../../core/base/privacy/privacy-laws';
import { everyTenant, type StateConnection } from '../../database/state-database';
import { type Act, noAudit, openAuditedDatabase } from '../audit/audited-database';
import { drawProtocol } from '../draw-protocol';
import { channelSchema } from '../channels/channel-schema';
import { incidentSchema } from './incident-schema';

/** Times are milliseconds since the epoch. */
export interface StoredIncident {
	tenant: string;
	/** `INC-2026-11-28-7F3K`. */
	id: string;
	/** When the company learned of it. */
	knownAt: number;
	notedAt: number;
	notedBy: string;
	cause: IncidentCause | null;
	risk: IncidentRisk;
	/** When they were told first, as far as it was noted. */
	authorityAt: number | null;
	peopleAt: number | null;
	closedAt: number | null;
	/** Held when it was closed. */
	law: RequestLaw | null;
	timeZone: string | null;
}

export interface IncidentEntry {
	at: number;
	by: string;
	step: IncidentStep;
	/** Sealed. */
	content: Uint8Array;
}

/** Says what happens to an open incident. */
export interface IncidentChange {
	risk?: IncidentRisk;
	/** The earliest time counts, or the one that corrects it. */
	told?: { to: IncidentRecipient; at: number; correct?: true };
	closed?: { law: RequestLaw; timeZone: string };
	/** Keyed hashes of contacts who are touched, too. */
	people?: readonly string[];
}

/** Something that was noticed and can be an incident. */
export interface IncidentSign {
	cause: IncidentCause;
	/** What it was, such as the id of a key: one that is different is another sign. Without personal data. */
	seen: string;
}

export interface Incidents {
	/** @param people keyed hashes of contacts @param seal seals the first entry for the id @returns its id */
	add(
		incident: Pick<StoredIncident, 'tenant' | 'knownAt' | 'notedAt' | 'notedBy' | 'cause' | 'risk'>,
		people: readonly string[],
		seal: (id: string) => Promise<Uint8Array>,
	): Promise<string>;
	/** Adds an entry to an open one, with what it changes: the earliest time at which somebody was told counts. @returns false if there is none */
	change(tenant: string, id: string, entry: IncidentEntry, change: IncidentChange): Promise<boolean>;
	find(tenant: string, id: string): Promise<{ incident: StoredIncident; entries: IncidentEntry[]; named: number } | undefined>;
	/** Newest first. @param filter `before`: the time and the id after which the list goes on */
	list(tenant: string, filter: { isOpen?: true; before?: readonly [number, string] }, limit: number): Promise<StoredIncident[]>;
	/** Lists those of all tenants that are open, the oldest first, at most 1,000. @param after the last one of the list before */
	listOpen(after?: StoredIncident): Promise<StoredIncident[]>;
	/** Notes that something was noticed that can be an incident. The same again changes nothing. */
	noteSign(tenant: string, sign: IncidentSign, now: number): Promise<void>;
	/** Counts the contacts of a tenant, or those of whom messages of a period are stored. */
	countContacts(tenant: string, period?: { from: number; to: number }): Promise<number>;
	close(): Promise<void>;
}

const selected = `tenant, id, known_at AS "knownAt", noted_at AS "notedAt", noted_by AS "notedBy", cause, risk, authority_at AS "authorityAt",
	people_at AS "peopleAt", closed_at AS "closedAt", law, time_zone AS "timeZone"`;
const maxOpen = 1_000;
const maxSeenLength = 300;
const numbers = ['knownAt', 'notedAt', 'authorityAt', 'peopleAt', 'closedAt'] as const;

/** PostgreSQL answers with texts. */
function read(row: StoredIncident): StoredIncident {
	const times = Object.fromEntries(numbers.map((name) => [name, row[name] === null ? null : Number(row[name])]));
	return { ...row, ...times };
}

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openIncidents(place: string, openAudit = noAudit): Incidents {
	const database = openAuditedDatabase(place, [incidentSchema, channelSchema], openAudit);
	return {
		async add({ tenant, knownAt, notedAt, notedBy, cause, risk }, people, seal) {
			for (;;) {
				const id = `INC-${drawProtocol(notedAt)}`;
				// Before the transaction: the keys are in the same database.
				const content = await seal(id);
				const isNew = await database.act(
					tenant,
					async (connection, note) => {
						if (await connection.get('SELECT id FROM privacy_incident WHERE tenant = ? AND id = ?', tenant, id)) return false;
						await connection.run(
							'INSERT INTO privacy_incident (tenant, id, known_at, noted_at, noted_by, cause, risk) VALUES (?, ?, ?, ?, ?, ?, ?)',
							...[tenant, id, knownAt, notedAt, notedBy, cause, risk],
						);
						await addEntry(connection, tenant, id, { at: notedAt, by: notedBy, step: 'added', content });
						await addPeople(connection, tenant, id, people);
						await note(tenant, toAct('added', id, notedBy, risk));
						return true;
					},
					{ synced: true },
				);
				if (isNew) return id;
			}
		},
		change: (tenant, id, entry, { risk, told, closed, people = [] }) =>
			database.act(
				tenant,
				async (connection, note) => {
					const changed = await connection.run(
						`UPDATE privacy_incident SET risk = coalesce(?1, risk), closed_at = ?2, law = ?3, time_zone = ?4
						WHERE tenant = ?5 AND id = ?6 AND closed_at IS NULL`,
						...[risk ?? null, closed ? entry.at : null, closed?.law ?? null, closed?.timeZone ?? null, tenant, id],
					);
					if (changed === 0) return false;
					if (told) await setTold(connection, tenant, id, told);
					await addEntry(connection, tenant, id, entry);
					await addPeople(connection, tenant, id, people);
					await note(tenant, toAct(entry.step, id, entry.by, risk));
					return true;
				},
				{ synced: true },
			),
		find: (tenant, id) =>
			database.read(tenant, async (connection) => {
				const row = await connection.get<StoredIncident>(
					`SELECT ${selected} FROM privacy_incident WHERE tenant = ? AND id = ?`,
					tenant,
					id,
				);
				if (!row) return undefined;
				const entries = await connection.all<IncidentEntry>(
					`SELECT at, noted_by AS "by", step, content FROM privacy_incident_entry WHERE tenant = ? AND incident = ? ORDER BY number`,
					...[tenant, id],
				);
				const named = await connection.get<{ named: number }>(
					'SELECT count(*) AS named FROM privacy_incident_person WHERE tenant = ? AND incident = ?',
					...[tenant, id],
				);
				return { incident: read(row), entries: entries.map((entry) => ({ ...entry, at: Number(entry.at) })), named: Number(named!.named) };
			}),
		list: (tenant, { isOpen, before }, limit) =>
			database.read(tenant, async (connection) => {
				const further = `${isOpen ? 'AND closed_at IS NULL' : ''} ${before ? 'AND (noted_at, id) < (?, ?)' : ''}`;
				const rows = await connection.all<StoredIncident>(
					`SELECT ${selected} FROM privacy_incident WHERE tenant = ? ${further} ORDER BY noted_at DESC, id DESC LIMIT ?`,
					...[tenant, ...(before ?? []), limit],
				);
				return rows.map(read);
			}),
		listOpen: (after) =>
			database.read(everyTenant, async (connection) => {
				const further = after ? 'AND (known_at, tenant, id) > (?, ?, ?)' : '';
				const rows = await connection.all<StoredIncident>(
					`SELECT ${selected} FROM privacy_incident WHERE closed_at IS NULL ${further} ORDER BY known_at, tenant, id LIMIT ?`,
					...[...(after ? [after.knownAt, after.tenant, after.id] : []), maxOpen],
				);
				return rows.map(read);
			}),
		noteSign: (tenant, { cause, seen }, now) =>
			database.change(tenant, async (connection) => {
				await connection.run(
					'INSERT INTO incident_sign (tenant, cause, seen, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
					...[tenant, cause, seen.slice(0, maxSeenLength), now],
				);
			}),
		countContacts: (tenant, period) =>
			database.read(tenant, async (connection) => {
				const row = await connection.get<{ contacts: number }>(
					period ? countWriters : 'SELECT count(*) AS contacts FROM contact WHERE tenant = ? AND merged_into IS NULL',
					...[tenant, ...(period ? [period.from, period.to] : [])],
				);
				return Number(row!.contacts);
			}),
		close: () => database.close(),
	};
}

/** A contact that was joined with another is that one. */
const countWriters = `SELECT count(DISTINCT coalesce(contact.merged_into, contact.id)) AS contacts FROM message
	JOIN conversation ON conversation.tenant = message.tenant AND conversation.id = message.conversation
	JOIN contact ON contact.tenant = conversation.tenant AND contact.id = conversation.contact
	WHERE message.tenant = ? AND message.at >= ? AND message.at < ?`;

const acts: Record<IncidentStep, string> = {
	...{ added: 'added', noted: 'updated', 'authority-told': 'authority_told', 'people-told': 'people_told', closed: 'closed' },
};

const toAct = (step: IncidentStep, id: string, by: string, risk?: IncidentRisk): Act => ({
	...{ action: `privacy_incident.${acts[step]}`, by, object: { kind: 'privacy_incident', value: id } },
	...(risk && { details: { kind: 'risk', value: risk } }),
});

async function setTold(connection: StateConnection, tenant: string, id: string, { to, at, correct }: NonNullable<IncidentChange['told']>) {
	const column = to === 'authority' ? 'authority_at' : 'people_at';
	await connection.run(
		`UPDATE privacy_incident SET ${column} = ?1 WHERE tenant = ?2 AND id = ?3 ${correct ? '' : `AND (${column} IS NULL OR ${column} > ?1)`}`,
		...[at, tenant, id],
	);
}

async function addEntry(connection: StateConnection, tenant: string, id: string, { at, by, step, content }: IncidentEntry): Promise<void> {
	await connection.run(
		`INSERT INTO privacy_incident_entry (tenant, incident, number, at, noted_by, step, content)
		SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5, ?6 FROM privacy_incident_entry WHERE tenant = ?1 AND incident = ?2`,
		...[tenant, id, at, by, step, content],
	);
}

async function addPeople(connection: StateConnection, tenant: string, id: string, people: readonly string[]): Promise<void> {
	for (const person of people)
		await connection.run(
			'INSERT INTO privacy_incident_person (tenant, incident, person) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
			...[tenant, id, person],
		);
}
