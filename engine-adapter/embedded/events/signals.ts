import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { Signal } from '../../engine/messages';
import type { Variables } from '../../engine/variables';
import { catchEvent, isCatching } from './deliver-event';
import type { ExecutableProcess } from '../state/deployments/definitions';
import type { ElementContext, Kernel } from '../flow/kernel';
import { findInstance } from '../state/instances/element-instances';
import { expectInput } from '../expect-input';
import { narrowReaders, type Starter } from '../flow/starter';
import { createProcessInstance } from '../flow/start-instance';
import { defaultTenantId } from '../state/tenants';
import { evaluateForStart } from '../flow/start-values';
import { lookUp, parseVariables } from '../state/instances/variables';
import type { Broadcast } from '../flow/step';

interface SubscriptionRow {
	key: number;
	name: string;
	/** 0 for a start event. */
	element_instance_key: number;
	definition_key: number;
	element_id: string;
	/** Key of the waiting element, or of the started process: decides the order. */
	place: number;
}

/** Before other commands get their turn. */
const reachedAtOnce = 500;

/** @throws TroupeError INPUT_INVALID */
export function broadcastSignal(kernel: Kernel, { name, variables = {}, ...whose }: Signal): { signalKey: string } {
	// Zeebe accepts an empty name, which nothing waits for (recorded from 8.6).
	expectInput(typeof name === 'string', 'The name of a signal is not a string.', 'Pass the name of the signal.');
	return { signalKey: String(broadcast(kernel, { name, variables: parseVariables(variables), ...whose })) };
}

/** Takes effect after present movements. */
export function throwSignal(kernel: Kernel, signal: Broadcast): void {
	kernel.steps.push({ kind: 'broadcast', broadcast: signal });
}

/** Zeebe's documentation, signals: reaches every waiting element and starts processes; not buffered. @returns its key */
export function broadcast(kernel: Kernel, { name, variables, tenantId = defaultTenantId, reached, ...whose }: Broadcast): number {
	const { startedBy, session, asker } = whose;
	const { key, place } = reached ?? { key: kernel.database.nextKey(), place: 0 };
	const rows = kernel.database.all<SubscriptionRow>(
		'SELECT * FROM signal_subscription WHERE name = ? AND tenant_id = ? AND place > ? AND key < ? ORDER BY place LIMIT ?',
		name,
		tenantId,
		place,
		key,
		reachedAtOnce,
	);
	for (const row of rows) reach(kernel, row, variables, { startedBy, session, asker });
	if (rows.length === reachedAtOnce) {
		kernel.steps.push({
			kind: 'broadcast',
			broadcast: { name, variables, tenantId, startedBy, session, asker, reached: { key, place: rows.at(-1)!.place } },
		});
	}
	return key;
}

function reach(kernel: Kernel, row: SubscriptionRow, variables: Variables, starter: Starter): void {
	const process = kernel.definitions.get(row.definition_key);
	if (row.element_instance_key === 0) {
		createProcessInstance(kernel, process, {}, { start: { elementId: row.element_id, variables }, starter });
		return;
	}
	const instance = findInstance(kernel, row.element_instance_key);
	if (!isCatching(instance)) return;
	narrowReaders(kernel, instance.instanceKey, starter);
	catchEvent(kernel, instance, process.node(row.element_id), variables);
}

/** @throws IncidentCause EXTRACT_VALUE_ERROR */
export function subscribeToSignal({ kernel, instance, process }: ElementContext, catching: FlowNode): () => void {
	const name = evaluateSignalName(process, catching, (variable) => lookUp(kernel, instance.key, variable));
	return () => insertSubscription(kernel, process, { name, element_instance_key: instance.key, element_id: catching.id });
}

/** Signals start only the latest version. */
export function openSignalStarts(kernel: Kernel, process: ExecutableProcess): void {
	kernel.database.run(
		`DELETE FROM signal_subscription WHERE element_instance_key = 0
		AND definition_key IN (SELECT key FROM definition WHERE tenant_id = ? AND process_id = ?)`,
		process.tenantId,
		process.processId,
	);
	for (const node of process.startsOn('signal')) {
		const name = evaluateForStart(kernel, process, node, (see) => evaluateSignalName(process, node, see));
		insertSubscription(kernel, process, { name, element_instance_key: 0, element_id: node.id });
	}
}

/** @throws IncidentCause EXTRACT_VALUE_ERROR */
export function evaluateSignalName(process: ExecutableProcess, { event }: FlowNode, see: (name: string) => unknown): string {
	if (event?.kind !== 'signal') throw new Error('Only signal events have the name of a signal.');
	return process.expressions.evaluateText(event.name, see);
}

/** Replaces another event with the same signal name at one element or in one process: the last counts (recorded from 8.6). */
function insertSubscription(
	kernel: Kernel,
	process: ExecutableProcess,
	row: Pick<SubscriptionRow, 'name' | 'element_instance_key' | 'element_id'>,
): void {
	kernel.database.run(
		`INSERT OR REPLACE INTO signal_subscription (key, name, element_instance_key, definition_key, element_id, tenant_id)
		VALUES (?, ?, ?, ?, ?, ?)`,
		kernel.database.nextKey(),
		row.name,
		row.element_instance_key,
		process.key,
		row.element_id,
		process.tenantId,
	);
}
