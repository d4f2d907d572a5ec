import type pg from 'pg';
import type { Switch } from '../../../../core/ports/switches';
import { describeTarget, quoteTarget } from '../../../../core/switches/find-switch';
import { printable } from '../../../terminal/terminal';
import { ok, skipped, warn, type Check, type Finding } from '../../check';
import { readRows, readSharedRows, type RowQuery } from './read-rows';

type Off = Pick<Switch, 'tenant' | 'target' | 'reason'>;

const query: RowQuery = {
	table: 'switch',
	sql: (prefix) => `SELECT tenant, target, reason FROM ${prefix}switch WHERE is_on = 0 ORDER BY tenant, target LIMIT 100`,
};

export const switchesCheck: Check = {
	id: 'switches',
	looksAt: 'agents, channels and tools that are off',
	look(machine) {
		const off = readRows<Off>(query, machine);
		if (off === undefined) return [skipped('Switches are in PostgreSQL: see the check "database".')];
		return off.length === 0 ? [ok('Nothing is off.')] : describeOff(off);
	},
};

/** The same for the database that machines share. */
export const judgeSwitches = async (client: pg.Client): Promise<Finding[]> => describeOff(await readSharedRows<Off>(query, client));

const describeOff = (off: Off[]): Finding[] =>
	off.map((one) =>
		warn(
			printable(`Off: ${describeTarget(one)}: ${one.reason}`),
			printable(`Look at it, then run \`troupe switch on ${quoteTarget(one)}\`.`),
		),
	);
