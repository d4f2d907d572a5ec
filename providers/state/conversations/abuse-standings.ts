import { keptMs } from '../../../core/base/privacy/kept-classes';
import { randomUUID } from 'node:crypto';
import type { AbuseStanding, AbuseStore, StoredLift, StoredStanding } from '../../../core/ports/abuse';
import { type Clock, systemClock } from '../../../core/ports/host';
import { isOnHold } from '../../database/legal-holds';
import { everyTenant, openStateDatabase, type StateConnection } from '../../database/state-database';
import { dueEvery } from '../due-every';
import { conversationStateSchema } from './conversation-states';

/** Changes between cleanings, which remove more than was added. A process's first change cleans too. */
const changesPerCleaning = 20;
const cleanedAtOnce = 200;
const withoutViolations = '%"violations":[]%';
const liftsKeptMs = keptMs('lift');

interface AbuseStandingsOptions {
	tenant: string;
	/** Returns a keyed hash: the id is often a phone number. */
	pseudonym(contact: string): Promise<string>;
	clock?: Clock;
}

/**
 * Stores standings in a shared database, beside conversation states. @param place `postgres://…`, or the path of a file @throws TroupeError on use:
 * STORAGE_…
 */
export function openAbuseStandings(place: string, options: AbuseStandingsOptions): AbuseStore & { close(): Promise<void> } {
	const { tenant, clock = systemClock } = options;
	const database = openStateDatabase(place, conversationStateSchema);
	const isCleaningDue = dueEvery(changesPerCleaning);
	return {
		async read(contact) {
			const hash = await options.pseudonym(contact);
			return database.read(tenant, async (connection) => (await find(connection, tenant, hash, clock.now()))?.standing);
		},
		async change(contact, keepMs, change) {
			const hash = await options.pseudonym(contact);
			const changeInTurn = async (connection: StateConnection) => {
				const now = clock.now();
				const stored = await find(connection, tenant, hash, now);
				const standing = change(stored?.standing);
				// Checks count for different times.
				await write(connection, { tenant, hash, standing, now, end: Math.max(stored?.end ?? 0, now + keepMs) });
				return standing;
			};
			const standing = await database.change(tenant, changeInTurn, { turn: JSON.stringify(['abuse', tenant, hash]) });
			if (isCleaningDue()) await database.change(everyTenant, (connection) => clean(connection, clock.now()), { turn: 'clean abuse' });
			return standing;
		},
		list: (limit, after) => database.read(tenant, (connection) => list(connection, { tenant, now: clock.now(), limit, after })),
		async lift(contact, by) {
			const hashes = [contact, await options.pseudonym(contact)];
			return database.change(tenant, (connection) => lift(connection, tenant, hashes, { at: clock.now(), by }));
		},
		listLifts: (limit, { at, id } = { at: Number.MAX_SAFE_INTEGER, id: '' }) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<StoredLift>(
					`SELECT id, contact, at, lifted_by AS "by" FROM abuse_lift
					WHERE tenant = ?1 AND (at < ?2 OR (at = ?2 AND id > ?3)) ORDER BY at DESC, id LIMIT ?4`,
					tenant,
					at,
					id,
					limit,
				);
				return rows.map((row) => ({ ...row, at: Number(row.at) }));
			}),
		close: () => database.close(),
	};
}

async function find(
	connection: StateConnection,
	tenant: string,
	hash: string,
	now: number,
): Promise<{ standing: AbuseStanding; end: number } | undefined> {
	const row = await connection.get<{ standing: string; end: number | string }>(
		'SELECT standing, expires_at AS "end" FROM abuse WHERE tenant = ? AND contact = ? AND expires_at > ?',
		tenant,
		hash,
		now,
	);
	return row && { standing: JSON.parse(row.standing) as AbuseStanding, end: Number(row.end) };
}

interface Written {
	tenant: string;
	hash: string;
	standing: AbuseStanding;
	now: number;
	end: number;
}

function write(connection: StateConnection, { tenant, hash, standing, now, end }: Written): Promise<number> {
	return connection.run(
		`INSERT INTO abuse (tenant, contact, standing, changed_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (tenant, contact) DO UPDATE SET standing = ?3, changed_at = ?4, expires_at = ?5`,
		tenant,
		hash,
		JSON.stringify(standing),
		now,
		end,
	);
}

async function lift(
	connection: StateConnection,
	tenant: string,
	hashes: string[],
	{ at, by }: Pick<StoredLift, 'at' | 'by'>,
): Promise<boolean> {
	await connection.run('DELETE FROM abuse_lift WHERE tenant = ? AND at < ?', tenant, at - liftsKeptMs);
	for (const hash of hashes) {
		const removed = await connection.run('DELETE FROM abuse WHERE tenant = ? AND contact = ?', tenant, hash);
		if (removed === 0) continue;
		const insert = 'INSERT INTO abuse_lift (tenant, id, contact, at, lifted_by) VALUES (?, ?, ?, ?, ?)';
		await connection.run(insert, tenant, randomUUID(), hash, at, by);
		return true;
	}
	return false;
}

interface Page {
	tenant: string;
	now: number;
	limit: number;
	after?: Pick<StoredStanding, 'changedAt' | 'contact'>;
}

async function list(connection: StateConnection, { tenant, now, limit, after }: Page): Promise<StoredStanding[]> {
	const { changedAt, contact: last } = after ?? { changedAt: Number.MAX_SAFE_INTEGER, contact: '' };
	const rows = await connection.all<{ contact: string; standing: string; changedAt: number | string }>(
		`SELECT contact, standing, changed_at AS "changedAt" FROM abuse WHERE tenant = ?1 AND expires_at > ?2 AND standing NOT LIKE ?3
		AND (changed_at < ?4 OR (changed_at = ?4 AND contact > ?5)) ORDER BY changed_at DESC, contact LIMIT ?6`,
		tenant,
		now,
		withoutViolations,
		changedAt,
		last,
		limit,
	);
	return rows.map(({ contact, standing, changedAt: at }) => ({
		contact,
		changedAt: Number(at),
		standing: JSON.parse(standing) as AbuseStanding,
	}));
}

function clean(connection: StateConnection, now: number): Promise<number> {
	return connection.run(
		`DELETE FROM abuse WHERE expires_at <= ?1 AND (tenant, contact) IN
		(SELECT tenant, contact FROM abuse WHERE expires_at <= ?1 AND NOT ${isOnHold('abuse', ['contact'])} LIMIT ?2)`,
		now,
		cleanedAtOnce,
	);
}
