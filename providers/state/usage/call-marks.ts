/** The texts that the marks of the ledger cover. */
import type { CallOutcome, Reservation } from '../../../core/ports/usage';
import type { Value } from '../../database/state-database';
import { joinCallers, toColumns, usageColumns } from './usage-entry';
import { toNano } from './usage-schema';

/** The columns of what a call is, which its reservation writes. */
export const callColumns = [
	...[
		'at',
		'tenant',
		'agent',
		'callers',
		'host',
		'run',
		'conversation',
		'person',
		'api_key',
		'process',
		'instance',
		'element',
		'execution',
	],
	...['provider', 'model', 'kind', 'agent_version', 'agent_sha256', 'price_table', 'channel'],
];

export function toCallValues({ scope, provider, model, kind, priceTable }: Reservation, at: number): Value[] {
	const {
		tenant,
		agent,
		host,
		run = null,
		conversation = null,
		person = null,
		key = null,
		process = null,
		instance = null,
		element = null,
		execution = null,
	} = scope;
	const { agentVersion = null, agentSha256 = null, channel = null } = scope;
	return [
		...[at, tenant, agent, joinCallers(scope.callers), host, run, conversation, person, key, process, instance, element, execution],
		...[provider, model, kind, agentVersion, agentSha256, priceTable, channel],
	];
}

/** The columns of what became of a call. */
export const outcomeColumns = ['state', 'error_code', 'duration', 'cost', ...usageColumns];

export const toOutcomeValues = ({ state, errorCode, usage, costUsd, durationMs }: CallOutcome): Value[] => [
	...[state, errorCode, Math.round(durationMs), toNano(costUsd), ...toColumns(usage)],
];

/** Returns the text of a call that did not end, which has no number yet. */
export const openText = (call: readonly Value[]): string => JSON.stringify(['open call', ...call]);

/** Returns the text of a call that ended, or was given up. */
export const endedText = (number: number, call: readonly Value[], outcome: readonly Value[]): string =>
	JSON.stringify(['call', number, ...call, ...outcome]);

/** A row of the ledger, or some of its columns. */
export type CallCells = Record<string, Value>;

export const pick = (row: CallCells, columns: readonly string[]): Value[] => columns.map((column) => row[column] ?? null);
