import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import { TroupeError } from '../../../core/base/errors';
import { endAgents } from '../agents/agent-store';
import type { Instance, InstanceState } from '../../engine/instances';
import type { Variables } from '../../engine/variables';
import { forgetAllCompleted } from './compensation';
import { deleteInstance, findInstance, setTrigger } from '../state/instances/element-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import { hasIncident } from '../work/incidents';
import type { Kernel } from './kernel';
import { correlateNextStart } from '../events/message-starts';
import { defaultTenantId } from '../state/tenants';
import { localVariables, mergeVariables, parseVariables, setLocalVariables } from '../state/instances/variables';

interface ProcessInstanceRow {
	key: number;
	definition_key: number;
	process_id: string;
	version: number;
	state: InstanceState;
	correlation_key: string | null;
	caller_key: number | null;
	variables: string | null;
}

/** Stores the result, passes variables to the caller, and starts the next instance of a waiting message. */
export function endProcessInstance(kernel: Kernel, { key, ...instance }: ElementInstance, state: InstanceState): void {
	const variables = localVariables(kernel, key);
	forgetAllCompleted(kernel, { key, ...instance });
	deleteInstance(kernel, { key, ...instance });
	kernel.database.run(
		'UPDATE process_instance SET state = ?, variables = ?, ended_at = ? WHERE key = ?',
		state,
		stringifyJson(variables),
		kernel.clock.now(),
		key,
	);
	endAgents(kernel, key);
	kernel.runaway.ended(key);
	kernel.effects.instanceEnded({ instanceKey: String(key), state, variables });
	const row = readRow(kernel, key)!;
	if (state === 'COMPLETED' && row.caller_key !== null) {
		setTrigger(kernel, row.caller_key, { variables });
		kernel.steps.push({ kind: 'complete', key: row.caller_key });
	}
	if (row.correlation_key !== null) correlateNextStart(kernel, kernel.definitions.get(instance.definitionKey), row.correlation_key);
}

/**
 * If an incident stops the cancellation, a second one skips the listeners. Zeebe never ends such an instance (recorded:
 * task-listener-canceling-type-missing). @throws TroupeError INSTANCE_NOT_FOUND, STATE_CONFLICT when a call activity waits for it
 */
export function cancelInstance(kernel: Kernel, key: number): void {
	const row = readRow(kernel, key);
	if (row?.state !== 'ACTIVE') throw instanceNotFound(key);
	if (row.caller_key !== null) throw isCalled(key);
	const isStuck = findInstance(kernel, key)?.state === 'TERMINATING' && hasIncident(kernel, key);
	kernel.steps.push({ kind: isStuck ? 'terminate-at-once' : 'terminate', key });
}

/** @throws TroupeError INSTANCE_NOT_FOUND */
export function readInstance(kernel: Kernel, key: number): Instance {
	const row = readRow(kernel, key);
	if (!row) throw instanceNotFound(key);
	const { tenantId } = kernel.definitions.get(row.definition_key);
	return {
		instanceKey: String(key),
		processId: row.process_id,
		version: row.version,
		state: row.state,
		hasIncident: hasIncident(kernel, key),
		variables: row.variables === null ? localVariables(kernel, key) : (parseJson(row.variables) as Variables),
		...(tenantId === defaultTenantId ? {} : { tenantId }),
	};
}

/** @throws TroupeError INSTANCE_NOT_FOUND */
export function setVariables(kernel: Kernel, scopeKey: number, variables: Variables, local: boolean): void {
	const scope = findInstance(kernel, scopeKey);
	// An ending instance can wait for the listeners of its user tasks (recorded: task-listener-canceling-type-missing).
	if (!scope || findInstance(kernel, scope.instanceKey)?.state === 'TERMINATING') throw instanceNotFound(scopeKey);
	const parsed = parseVariables(variables);
	if (local) setLocalVariables(kernel, scopeKey, parsed);
	else mergeVariables(kernel, scopeKey, parsed);
}

function readRow(kernel: Kernel, key: number): ProcessInstanceRow | undefined {
	return kernel.database.get<ProcessInstanceRow>('SELECT * FROM process_instance WHERE key = ?', key);
}

export function instanceNotFound(key: number): TroupeError {
	return new TroupeError({
		code: 'INSTANCE_NOT_FOUND',
		message: `There is no active instance ${key}.`,
		fix: 'Check the key. The instance may have ended.',
		details: { key: String(key) },
	});
}

function isCalled(key: number): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Instance ${key} was called by another instance, which waits for it.`,
		fix: 'Cancel the instance that called it.',
		details: { key: String(key) },
	});
}
