import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import { defaultTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import { type ExecutionIndex, openExecutionIndex } from '../../state/executions/execution-index';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from '../state/state-place';

const hourMs = 3_600_000;
const defaultAge = 336;
const defaultBuffer = 1;

/** Returns when n8n prunes a current execution; null if its pruning is off. */
function findExecutionEnd(now: number, env?: Environment): number | null {
	if (/^(?:false|0)$/i.test(readSetting('EXECUTIONS_DATA_PRUNE', env) ?? '')) return null;
	const hours = readHours('EXECUTIONS_DATA_MAX_AGE', defaultAge, env) + readHours('EXECUTIONS_DATA_HARD_DELETE_BUFFER', defaultBuffer, env);
	return now + Math.round(hours * hourMs);
}

/** n8n uses its default for an invalid number. */
function readHours(name: 'EXECUTIONS_DATA_MAX_AGE' | 'EXECUTIONS_DATA_HARD_DELETE_BUFFER', otherwise: number, env?: Environment): number {
	const hours = Number.parseFloat(readSetting(name, env) ?? '');
	return Number.isFinite(hours) && hours >= 0 ? hours : otherwise;
}

const opened = new OpenedOnce<ExecutionIndex>();

export function openHostExecutions(host: VaultHost & { stateFolder: string }): Promise<ExecutionIndex> {
	const place = findStatePlace(host)!;
	return opened.get(place, () => Promise.resolve(openExecutionIndex(place)));
}

export interface NotedExecution {
	instance: string;
	workflow: string;
	/** Absent if only the turn is known, which ran since `since`. */
	execution?: string;
	turn?: string;
	since?: number;
	/** Ids of a contact or person, and of a conversation. */
	person?: string;
	conversation?: string;
}

/** Notes the person by keyed hashes. @throws TroupeError STORAGE_…, VAULT_UNREADABLE */
export async function noteExecution(host: VaultHost & { stateFolder: string }, seen: NotedExecution): Promise<void> {
	const { tenant = defaultTenant, clock = systemClock } = host;
	const index = await openHostExecutions(host);
	const keys = await openVaultKeys(host, host.stateFolder);
	const now = clock.now();
	const { instance, workflow, execution = '', turn = '', since = now, person, conversation } = seen;
	await index.note(tenant, {
		instance,
		workflow,
		execution,
		turn,
		firstAt: since,
		lastAt: now,
		endsAt: findExecutionEnd(now),
		contact: person === undefined ? '' : keys.pseudonym('subject', tenant, person),
		conversation: conversation === undefined ? '' : keys.pseudonym('conversation', tenant, conversation),
	});
}

export type NotedTurn = Required<Pick<NotedExecution, 'instance' | 'workflow' | 'turn' | 'since' | 'person' | 'conversation'>>;

/**
 * Notes a running execution of which only the turn is known. @returns a function for its end: if a node noted the execution, no search is needed
 * @throws TroupeError STORAGE_…, VAULT_UNREADABLE
 */
export async function noteTurn(host: VaultHost & { stateFolder: string }, seen: NotedTurn, isFirst: boolean): Promise<() => Promise<void>> {
	const { tenant = defaultTenant } = host;
	await noteExecution(host, seen);
	return async () => {
		const index = await openHostExecutions(host);
		if (isFirst && (await index.knowsTurn(tenant, seen))) await index.remove(tenant, { ...seen, execution: '' });
		else await noteExecution(host, seen);
	};
}
