import { defaultTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import { type ExecutionIndex, openExecutionIndex } from '../../state/executions/execution-index';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from '../state/state-place';
import { findExecutionEnd } from './execution-end';

const opened = new OpenedOnce<ExecutionIndex>();

/** Opens what is known of n8n's executions. */
export function openHostExecutions(host: VaultHost & { stateFolder: string }): Promise<ExecutionIndex> {
	const place = findStatePlace(host)!;
	return opened.get(place, () => Promise.resolve(openExecutionIndex(place)));
}

/** An execution of the n8n of this process, and whom it is about. */
export interface NotedExecution {
	instance: string;
	workflow: string;
	/** Absent for one of which only the turn is known, which ran since `since`. */
	execution?: string;
	turn?: string;
	since?: number;
	/** The id of a contact or a person, and the id of a conversation. */
	person?: string;
	conversation?: string;
}

/** Notes that an execution is about a person, by keyed hashes. @throws TroupeError STORAGE_…, VAULT_UNREADABLE */
export async function noteExecution(host: VaultHost & { stateFolder: string }, seen: NotedExecution): Promise<void> {
	const { tenant = defaultTenant, clock = systemClock } = host;
	const [index, keys, now] = [await openHostExecutions(host), await openVaultKeys(host, host.stateFolder), clock.now()];
	const { instance, workflow, execution = '', turn = '', since = now, person, conversation } = seen;
	await index.note(tenant, {
		...{ instance, workflow, execution, turn, firstAt: since, lastAt: now, endsAt: findExecutionEnd(now) },
		contact: person === undefined ? '' : keys.pseudonym('subject', tenant, person),
		conversation: conversation === undefined ? '' : keys.pseudonym('conversation', tenant, conversation),
	});
}

/** A turn of a channel that starts a workflow. */
export type NotedTurn = Required<Pick<NotedExecution, 'instance' | 'workflow' | 'turn' | 'since' | 'person' | 'conversation'>>;

/**
 * Notes an execution of which the trigger knows the turn alone, for as long as it runs.
 * @returns what notes its end: where a node noted the execution of a first attempt, nothing has to be looked for
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
