import { setImmediate } from 'node:timers/promises';
import { TroupeError } from '../../../core/base/errors';
import { refused } from '../../../core/ports/runs/run-records';
import type { RunTotal, runDimensions, UsageQuery } from '../../../core/ports/usage';
import { everyTenant, openStateDatabase, type StateConnection, type Value } from '../../database/state-database';
import { formatTime, isTimeUnit, type TimeUnit } from '../usage/format-time';
import { runSchema } from './run-schema';

export type RunDimension = (typeof runDimensions)[number];
type Group = Partial<Record<RunDimension, string | null>>;

export interface RunTotalsQuery extends Pick<UsageQuery, 'instance' | 'tenant'> {
	by: RunDimension[];
	from: number;
	to: number;
}

export interface RunTotals {
	groups: Array<RunTotal & { group: Group }>;
	whole: RunTotal | null;
}

export interface StoredRunTotals {
	/** @throws TroupeError INPUT_INVALID for too many groups */
	totals(query: RunTotalsQuery): Promise<RunTotals>;
	close(): Promise<void>;
}

const columns: Record<Exclude<RunDimension, TimeUnit>, string> = {
	tenant: 'tenant',
	agent: 'agent',
	version: 'agent_version',
	channel: 'channel',
	host: 'host',
	model: 'model',
	process: 'process',
	element: 'element',
	key: 'api_key',
};

const dayMs = 86_400_000;
const maxGroups = 10_000;

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openRunTotals(place: string): StoredRunTotals {
	const database = openStateDatabase(place, runSchema);
	return {
		async totals({ from, to, ...query }) {
			const groups = new Map<string, Ended & { group: Group }>();
			const whole = new Ended();
			// Day by day: SQLite blocks this process while reading.
			for (let start = from; start < to; start += dayMs) {
				const period = { from: start, to: Math.min(start + dayMs, to) };
				const rows = await database.read(query.tenant ?? everyTenant, (connection) => readEnded(connection, { ...query, ...period }));
				for (const { group, ...counted } of rows) {
					const name = JSON.stringify(group);
					const ended = groups.get(name) ?? Object.assign(new Ended(), { group });
					if (groups.set(name, ended).size > maxGroups) throw tooManyGroups();
					for (const one of [ended, whole]) one.add(counted);
				}
				await setImmediate();
			}
			return {
				groups: [...groups.values()].map((ended) => ({ group: ended.group, ...ended.describe() })),
				whole: groups.size === 0 ? null : whole.describe(),
			};
		},
		close: () => database.close(),
	};
}

const tooManyGroups = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The runs of this period have more than ${maxGroups} groups.`,
		fix: 'Ask for a shorter period with `from` and `to`, or group by less.',
	});

interface Counted {
	durationMs: number;
	runs: number;
	failed: number;
}

class Ended {
	readonly #byDuration = new Map<number, number>();
	#runs = 0;
	#failed = 0;

	add({ durationMs, runs, failed }: Counted): void {
		this.#byDuration.set(durationMs, (this.#byDuration.get(durationMs) ?? 0) + runs);
		this.#runs += runs;
		this.#failed += failed;
	}

	describe(): RunTotal {
		const runs = this.#runs;
		const failedRuns = this.#failed;
		const durations = [...this.#byDuration].sort(([one], [other]) => one - other);
		const within = (share: number) => {
			let ended = 0;
			return durations.find(([, count]) => (ended += count) >= runs * share)![0];
		};
		return { runs, failedRuns, successRate: (runs - failedRuns) / runs, p50Ms: within(0.5), p95Ms: within(0.95), p99Ms: within(0.99) };
	}
}

/** Rounds to two digits to keep few distinct values. */
const rounded = `CASE WHEN duration < 100 THEN duration ${[1, 2, 3, 4, 5]
	.map(
		(digits) =>
			`${digits < 5 ? `WHEN duration < ${10 ** (digits + 2)} THEN` : 'ELSE'} (duration + ${10 ** digits / 2}) / ${10 ** digits} * ${10 ** digits}`,
	)
	.join(' ')} END`;

/** Counts runs by group; excludes called runs, which would count twice, and runs without an agent. */
async function readEnded(
	connection: StateConnection,
	{ by, from, to, instance, tenant }: RunTotalsQuery,
): Promise<Array<Counted & { group: Group }>> {
	const groups = by.map((name) => (isTimeUnit(name) ? formatTime(connection.dialect, name, 'started_at') : `NULLIF(${columns[name]}, '')`));
	const wanted: Array<[string, Value | undefined]> = [
		['started_at >= ?', from],
		['started_at < ?', to],
		['instance = ?', instance],
		['tenant = ?', tenant],
	];
	const used = wanted.filter((one): one is [string, Value] => one[1] !== undefined);
	const counts = `${rounded} AS "durationMs", COUNT(*) AS runs, SUM(CASE WHEN state = 'failed' OR outcome = 'limit-reached' THEN 1 ELSE 0 END) AS failed`;
	const rows = await connection.all<Record<string, string | number | null>>(
		`SELECT ${[...groups.map((group, index) => `${group} AS group_${index}`), counts].join(', ')} FROM run
		WHERE ended_at IS NOT NULL AND duration IS NOT NULL AND state <> 'cancelled' AND COALESCE(outcome, '') <> '${refused}'
			AND caller IS NULL AND evaluation IS NULL AND node IS NULL AND sandbox IS NULL AND ${used.map(([condition]) => condition).join(' AND ')}
		GROUP BY ${Array.from({ length: groups.length + 1 }, (_, index) => index + 1).join(', ')}`,
		...used.map(([, value]) => value),
	);
	return rows.map(({ durationMs, runs, failed, ...row }) => ({
		group: Object.fromEntries(by.map((name, index) => [name, row[`group_${index}`] ?? null])) as Group,
		durationMs: Number(durationMs),
		runs: Number(runs),
		failed: Number(failed),
	}));
}
