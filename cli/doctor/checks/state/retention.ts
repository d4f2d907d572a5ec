import type pg from 'pg';
import { dayMs } from '../../../../core/base/privacy/kept-classes';
import { toMinute } from '../../../../core/base/iso-time';
import { defaultTenant } from '../../../../core/base/tenant';
import type { EventFacts } from '../../../../core/ports/events/event-facts';
import { printable } from '../../../terminal/terminal';
import { ok, skipped, warn, type Check, type Finding } from '../../check';
import { readRows, readSharedRows, type RowQuery } from './read-rows';

interface Told {
	tenant: string;
	at: number | string;
	/** The facts of the event, as JSON. */
	data: string;
}

const query: RowQuery = {
	table: 'event',
	sql: (prefix) => `SELECT tenant, at, data FROM ${prefix}event WHERE type = 'retention.due' ORDER BY at DESC LIMIT 100`,
};

export const retentionCheck: Check = {
	id: 'retention',
	looksAt: 'cleanings that will remove more of a class of data than they usually do, as the service told',
	look(machine) {
		const told = readRows<Told>(query, machine);
		if (told === undefined) return [skipped('Events are in PostgreSQL: see the check "database".')];
		const found = describeTold(told, machine.nowMs);
		return found.length === 0 ? [ok('No cleaning is known to remove more than usual.')] : found;
	},
};

/** The same for the database that machines share. */
export const judgeRetention = async (client: pg.Client, nowMs: number): Promise<Finding[]> =>
	describeTold(await readSharedRows<Told>(query, client), nowMs);

/** Names the last warning of each class, while its days have not passed. */
function describeTold(told: readonly Told[], nowMs: number): Finding[] {
	const seen = new Set<string>();
	return told.flatMap(({ tenant, at, data }) => {
		const { class: kept, rows, withinDays } = JSON.parse(data) as EventFacts['retention.due'];
		const name = `${tenant} ${kept}`;
		if (seen.has(name) || Number(at) + withinDays * dayMs < nowMs) return [];
		seen.add(name);
		const of = tenant === defaultTenant ? '' : ` --tenant ${tenant}`;
		return warn(
			printable(
				`Cleanings remove ${rows} rows of ${kept} of the tenant ${tenant} within ${withinDays} days of ${toMinute(Number(at))} UTC.`,
			),
			`Look at \`troupe privacy retention${of}\`. To keep them, set a longer time, or \`troupe privacy hold add all${of}\`.`,
		);
	});
}
