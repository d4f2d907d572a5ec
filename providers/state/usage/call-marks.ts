import type { CallOrigin, CallOutcome, Reservation } from '../../../core/ports/usage';
import type { Value } from '../../database/state-database';
import { agentColumns, joinCallers, originColumns, toColumns, usageColumns } from './usage-entry';
import { toNano } from './usage-schema';

/** Columns written by a reservation, in the order of the mark. */
export const callColumns = [
	'at',
	'tenant',
	'agent',
	'callers',
	'host',
	...Object.keys(originColumns),
	'provider',
	'model',
	'kind',
	...Object.keys(agentColumns),
	'price_table',
	'channel',
];

export function toCallValues({ scope, provider, model, kind, priceTable }: Reservation, at: number): Value[] {
	const { tenant, agent, host, channel = null } = scope;
	const read = (fields: Record<string, keyof CallOrigin>) => Object.values(fields).map((field) => scope[field] ?? null);
	return [
		at,
		tenant,
		agent,
		joinCallers(scope.callers),
		host,
		...read(originColumns),
		provider,
		model,
		kind,
		...read(agentColumns),
		priceTable,
		channel,
	];
}

export const outcomeColumns = ['state', 'error_code', 'duration', 'cost', ...usageColumns];

export const toOutcomeValues = ({ state, errorCode, usage, costUsd, durationMs }: CallOutcome): Value[] => [
	state,
	errorCode,
	Math.round(durationMs),
	toNano(costUsd),
	...toColumns(usage),
];

export const openText = (call: readonly Value[]): string => JSON.stringify(['open call', ...call]);

export const endedText = (number: number, call: readonly Value[], outcome: readonly Value[]): string =>
	JSON.stringify(['call', number, ...call, ...outcome]);

export type CallCells = Record<string, Value>;

export const pick = (row: CallCells, columns: readonly string[]): Value[] => columns.map((column) => row[column] ?? null);
