import { keptMs } from '../../../core/base/privacy/kept-classes';
import type { AgentVersion } from '../../../core/ports/quality';
import type { StateConnection } from '../../database/state-database';

export const dayMs = 86_400_000;
export const maxDays = keptMs('quality') / dayMs;

export type DayColumn =
	| 'succeeded'
	| 'failed'
	| 'timed'
	| 'within_1'
	| 'within_3'
	| 'within_10'
	| 'within_30'
	| 'within_100'
	| 'measured'
	| 'unsupported'
	| 'judged_passed'
	| 'judged_failed'
	| 'queue_full'
	| 'out_of_budget'
	| 'lost';

export async function countDay(
	connection: StateConnection,
	tenant: string,
	{ agent, version }: AgentVersion,
	now: number,
	columns: readonly DayColumn[],
): Promise<void> {
	await connection.run(
		`INSERT INTO quality_day (tenant, agent, day, version, ${columns.join(', ')}) VALUES (?, ?, ?, ?, ${columns.map(() => '1').join(', ')})
		ON CONFLICT (tenant, agent, day, version) DO UPDATE SET ${columns.map((column) => `${column} = quality_day.${column} + 1`).join(', ')}`,
		tenant,
		agent,
		Math.floor(now / dayMs),
		version,
	);
}
