import { TroupeError } from '../../../core/base/errors';
import { IncidentCause } from '../flow/incident-cause';
import type { ElementContext } from '../flow/kernel';
import type { ExecutableProcess } from '../state/deployments/definitions';
import { subscriptionTables } from './close-subscriptions';
import { subscribe } from './subscriptions';

/** Source id to target id, with bodies of multi-instance activities. */
export type Targets = ReadonlyMap<string, string>;

export function closeUnmapped({ kernel, instance, process, node }: ElementContext, target: ExecutableProcess, targets: Targets): void {
	for (const { id } of process.catchesOf(node.id)) {
		const to = targets.get(id);
		const isKept = to !== undefined && target.catchesOf(targets.get(node.id)!).some((event) => event.id === to);
		const where = 'WHERE element_instance_key = ? AND element_id = ?';
		for (const table of subscriptionTables) {
			if (!isKept) kernel.database.run(`DELETE FROM ${table} ${where}`, instance.key, id);
			else if (table === 'message_subscription')
				kernel.database.run(`UPDATE ${table} SET element_id = ?, process_id = ? ${where}`, to, target.processId, instance.key, id);
			else kernel.database.run(`UPDATE ${table} SET element_id = ?, definition_key = ? ${where}`, to, target.key, instance.key, id);
		}
	}
}

/**
 * A second wait for the same message would lose a message on its way: the event must be mapped (recorded from 8.6). @throws TroupeError
 * STATE_CONFLICT
 */
export function refuseSecondWait({ kernel, instance, process, node }: ElementContext, target: ExecutableProcess, targets: Targets): void {
	const events = target.catchesOf(targets.get(node.id)!);
	const mapped = new Set(process.catchesOf(node.id).map(({ id }) => targets.get(id)));
	const names = events.flatMap(({ id, event }) => (event?.kind === 'message' && !mapped.has(id) ? [event.name] : []));
	const sql = 'SELECT name, element_id FROM message_subscription WHERE element_instance_key = ?';
	const twice = kernel.database
		.all<{ name: string; element_id: string }>(sql, instance.key)
		.find(({ name, element_id: id }) => !targets.has(id) && names.includes(name));
	if (!twice) return;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Instance ${instance.instanceKey} cannot be migrated: "${twice.element_id}" waits for the message "${twice.name}", and so would an event of the target that is not mapped. Nothing was migrated.`,
		fix: `Map "${twice.element_id}" to that event.`,
		details: { elementId: twice.element_id },
	});
}

export function openUnmapped(context: ElementContext): void {
	const { kernel, instance, process, node } = context;
	if (instance.state !== 'ACTIVATED') return;
	const waits = (id: string): boolean =>
		subscriptionTables.some((table) =>
			kernel.database.get(`SELECT 1 FROM ${table} WHERE element_instance_key = ? AND element_id = ?`, instance.key, id),
		);
	try {
		const opens = process
			.catchesOf(node.id)
			.filter(({ id }) => !waits(id))
			.map((catching) => subscribe(context, catching));
		for (const open of opens) open();
	} catch (error) {
		if (!(error instanceof IncidentCause)) throw error;
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `Instance ${instance.instanceKey} cannot be migrated: "${node.id}" cannot wait for its events: ${error.message}. Nothing was migrated.`,
			fix: 'Set the variables that the events need, then migrate.',
		});
	}
}
