import type pg from 'pg';
import type { Stop } from '../../../../core/ports/stops';
import { describeTarget, listTargetOptions } from '../../../../core/stops/find-stop';
import { isStop } from '../../../../providers/state/flags/flag-rows';
import { printable } from '../../../terminal/terminal';
import { ok, skipped, warn, type Check, type Finding } from '../../check';
import { readRows, readSharedRows, type RowQuery } from './read-rows';

type Stopped = Pick<Stop, 'tenant' | 'name' | 'reason'>;

const query: RowQuery = {
	table: 'flag',
	sql: (prefix) => `SELECT tenant, name, reason FROM ${prefix}flag WHERE is_on = 0 AND ${isStop} ORDER BY tenant, name LIMIT 100`,
};

export const stopsCheck: Check = {
	id: 'stops',
	looksAt: 'agents that are stopped, and tools that are switched off',
	look(machine) {
		const stops = readRows<Stopped>(query, machine);
		if (stops === undefined) return [skipped('Stops are in PostgreSQL: see the check "database".')];
		return stops.length === 0 ? [ok('Nothing is stopped.')] : describeStops(stops);
	},
};

/** The same for the database that machines share. */
export const judgeStops = async (client: pg.Client): Promise<Finding[]> => describeStops(await readSharedRows<Stopped>(query, client));

const describeStops = (stops: Stopped[]): Finding[] =>
	stops.map((stop) =>
		warn(
			printable(`Stopped: ${describeTarget(stop)}: ${stop.reason}`),
			printable(`Look at it, then run \`troupe start ${listTargetOptions(stop)}\`.`),
		),
	);
