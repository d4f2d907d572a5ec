import { hash } from 'node:crypto';
import { BoundedCache } from '../../core/base/bounded-cache';
import type { WindowCount } from '../../core/base/rate-windows';
import { everyTenant, openStateDatabase, type StateConnection, type StateSchema } from '../database/state-database';

export const rateSchema: StateSchema = {
	name: 'rates',
	what: 'The counts of requests',
	version: 1,
	isCache: true,
	usesServerTime: true,
	tables: {
		// Counts belong to an address or key, across tenants.
		rate_window: { isCommon: true, kept: 'brief', stays: 'expires', pseudonym: 'caller', nothing: 'requests ends_at' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS rate_window (
			caller TEXT NOT NULL PRIMARY KEY,
			requests INTEGER NOT NULL,
			ends_at INTEGER NOT NULL
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS rate_window_by_end ON rate_window (ends_at);
	`,
};

/** Max callers counted per process; drops the least recent. */
const maxCounted = 20_000;
const shareEveryMs = 500;
const cleanEveryMs = 60_000;
const rowsPerStatement = 200;

interface Window {
	requests: number;
	unshared: number;
	endsAt: number;
}

export interface SharedCounts {
	/** Counts immediately, with the known counts of others. */
	count(key: string, windowMs: number): Promise<WindowCount>;
	/** Exchanges counts; also happens twice a second while requests come. @throws TroupeError STORAGE_… */
	share(): Promise<void>;
	readonly fault: unknown;
	close(): Promise<void>;
}

/** Counts requests across processes that share a database, without delaying them. @param onFault called while it is unavailable */
export function openSharedCounts(place: string, onFault: (error: unknown) => void, now = Date.now): SharedCounts {
	const database = openStateDatabase(place, rateSchema);
	const windows = new BoundedCache<Window>(maxCounted);
	/** Counts not yet shared. While the database is away, callers above the max are counted locally. */
	let unshared = new Map<string, Window>();
	let timer: NodeJS.Timeout | undefined;
	let sharing: Promise<void> | undefined;
	let fault: unknown;
	let cleanedAt = 0;

	const shareLater = (key: string, window: Window) => {
		if (unshared.size < maxCounted || unshared.has(key)) unshared.set(key, window);
	};
	const share = async (): Promise<void> => {
		// A fixed order prevents deadlocks between processes.
		const told = new Map([...unshared].filter(([, { endsAt }]) => endsAt > now()).sort(([one], [other]) => (one < other ? -1 : 1)));
		unshared = new Map();
		const sent = new Map([...told].map(([key, { unshared: requests, endsAt }]) => [key, { requests, leftMs: endsAt - now() }]));
		const isDue = now() - cleanedAt > cleanEveryMs;
		if (isDue) cleanedAt = now();
		try {
			const rows = await database.change(everyTenant, (connection) => addTogether(connection, [...sent], now(), isDue));
			for (const { caller, requests, leftMs } of rows) {
				const window = windows.get(caller);
				// The window ended meanwhile.
				if (!window || window !== told.get(caller)) continue;
				window.unshared -= sent.get(caller)!.requests;
				window.requests = requests + window.unshared;
				window.endsAt = now() + leftMs;
			}
			fault = undefined;
		} catch (error) {
			// Windows begun meanwhile are newer.
			for (const [key, window] of told) if (!unshared.has(key)) shareLater(key, window);
			fault = error;
			throw error;
		}
	};
	const shareSoon = () => {
		timer ??= setTimeout(() => {
			sharing = share()
				.catch(onFault)
				.finally(() => {
					timer = undefined;
					if (unshared.size > 0) shareSoon();
				});
		}, shareEveryMs).unref();
	};
	return {
		get fault() {
			return fault;
		},
		share,
		async count(name, windowMs) {
			// Callers' addresses are never stored.
			const key = hash('sha256', name, 'hex');
			const known = windows.get(key);
			const isRunning = known !== undefined && known.endsAt > now() && known.endsAt <= now() + windowMs;
			const window = isRunning ? known : { requests: 0, unshared: 0, endsAt: now() + windowMs };
			if (!isRunning) windows.set(key, window);
			window.requests += 1;
			window.unshared += 1;
			shareLater(key, window);
			shareSoon();
			return { current: window.requests, ttl: window.endsAt - now() };
		},
		async close() {
			clearTimeout(timer);
			await sharing;
			clearTimeout(timer);
			await database.close();
		},
	};
}

type Sent = [caller: string, { requests: number; leftMs: number }];

/** The database's clock ends windows. */
async function addTogether(connection: StateConnection, sent: Sent[], ownTime: number, isCleaned: boolean) {
	const nowMs = connection.serverTime ?? ownTime;
	if (isCleaned) await connection.run('DELETE FROM rate_window WHERE ends_at <= ?', nowMs);
	const rows: Array<{ caller: string; requests: number; leftMs: number }> = [];
	for (let first = 0; first < sent.length; first += rowsPerStatement) {
		const part = sent.slice(first, first + rowsPerStatement);
		const added = await connection.all<{ caller: string; requests: number | bigint; ends: number | bigint }>(
			`INSERT INTO rate_window (caller, requests, ends_at) VALUES ${part.map(() => '(?, ?, ?)').join(', ')}
			ON CONFLICT (caller) DO UPDATE SET
				requests = CASE WHEN rate_window.ends_at > ? THEN rate_window.requests ELSE 0 END + EXCLUDED.requests,
				ends_at = CASE WHEN rate_window.ends_at > ? THEN rate_window.ends_at ELSE EXCLUDED.ends_at END
			RETURNING caller, requests, ends_at AS ends`,
			...part.flatMap(([caller, { requests, leftMs }]) => [caller, requests, nowMs + leftMs]),
			nowMs,
			nowMs,
		);
		rows.push(
			...added.map(({ caller, requests, ends }) => ({ caller, requests: Number(requests), leftMs: Math.max(Number(ends) - nowMs, 0) })),
		);
	}
	return rows;
}
