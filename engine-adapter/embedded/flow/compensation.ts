import type { ElementContext, Kernel } from './kernel';
import { toModelId } from './executable-model';
import { findInstance } from '../state/instances/element-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import { activateIn } from './flow-tokens';

interface CompletedActivity {
	key: number;
	scope_key: number;
	activity_key: number;
	activity_id: string;
	undone_by: number | null;
}

/** BPMN 2.0, 13.5.5: a completed activity can be undone if it has a handler, or is a scope with such an activity. */
export function rememberCompleted({ kernel, process, instance, node }: ElementContext): void {
	if (!process.compensates || !(process.compensationOf(node.id) ?? holdsCompleted(kernel, instance, node.type))) return;
	kernel.database.run(
		'INSERT INTO completed_activity (key, instance_key, scope_key, activity_key, activity_id) VALUES (?, ?, ?, ?, ?)',
		kernel.database.nextKey(),
		instance.instanceKey,
		instance.scopeKey,
		instance.key,
		node.id,
	);
}

const holdsCompleted = ({ database }: Kernel, { key }: ElementInstance, type: string): boolean =>
	scopeTypes.has(type) && database.get('SELECT 1 FROM completed_activity WHERE scope_key = ? LIMIT 1', key) !== undefined;

const scopeTypes = new Set(['subProcess', 'adHocSubProcess', 'adHocSubProcessInnerInstance', 'multiInstanceBody']);

/**
 * Zeebe's documentation, compensation events: begins handlers of completed activities in the event's scope, or of the named activity, in order of
 * completion. They run in the event's scope, wherever they stand (recorded from 8.6). @returns true if there is something to wait for
 */
export function compensate(context: ElementContext): boolean {
	const { kernel, instance, node } = context;
	const named = node.event?.kind === 'compensation' ? node.event.activityId : undefined;
	const completed = notUndone(kernel, instance.scopeKey, scopeAround(context)).filter(
		({ activity_id }) => named === undefined || toModelId(activity_id) === named,
	);
	for (const activity of completed) undo(context, activity);
	return completed.length > 0;
}

/** An event in an event sub-process also undoes activities around that (recorded from 8.6). */
function scopeAround({ kernel, process, instance, node }: ElementContext): number | undefined {
	return process.node(node.scopeId).type === 'eventSubProcess' ? findInstance(kernel, instance.scopeKey)!.scopeKey : undefined;
}

function undo(context: ElementContext, { key, activity_key, activity_id }: CompletedActivity): void {
	const { kernel, instance, process } = context;
	const boundary = process.compensationOf(activity_id);
	let handlerKey: number | null = null;
	if (boundary?.handlerId !== undefined) {
		handlerKey = kernel.database.nextKey();
		const event = { ...instance, key: kernel.database.nextKey(), elementId: boundary.id, type: boundary.type };
		kernel.log.append('element-activated', event);
		kernel.log.append('element-completed', event, undefined, { startedAt: kernel.clock.now() });
		activateIn(kernel, instance, boundary.handlerId, undefined, undefined, handlerKey);
	}
	kernel.database.run('UPDATE completed_activity SET undone_by = ?, handler_key = ? WHERE key = ?', instance.key, handlerKey, key);
	for (const inside of notUndone(kernel, activity_key)) undo(context, inside);
}

const notUndone = ({ database }: Kernel, scopeKey: number, otherScopeKey = scopeKey): CompletedActivity[] =>
	database.all('SELECT * FROM completed_activity WHERE scope_key IN (?, ?) AND undone_by IS NULL ORDER BY key', scopeKey, otherScopeKey);

export function handlerCompleted({ kernel, process, instance }: ElementContext): void {
	if (!process.compensates) return;
	const undone = kernel.database.get<CompletedActivity>('SELECT * FROM completed_activity WHERE handler_key = ?', instance.key);
	if (!undone) return;
	forget(kernel, undone);
	const waits = kernel.database.get('SELECT 1 FROM completed_activity WHERE undone_by = ? LIMIT 1', undone.undone_by);
	if (!waits) kernel.steps.push({ kind: 'complete', key: undone.undone_by! });
}

/** The last activity takes its scope along, unless the scope's own handler still has to run. */
function forget(kernel: Kernel, { key, scope_key }: CompletedActivity): void {
	const { database } = kernel;
	database.run('DELETE FROM completed_activity WHERE key = ?', key);
	if (database.get('SELECT 1 FROM completed_activity WHERE scope_key = ? LIMIT 1', scope_key)) return;
	const scope = database.get<CompletedActivity>(
		'SELECT * FROM completed_activity WHERE activity_key = ? AND undone_by IS NOT NULL AND handler_key IS NULL',
		scope_key,
	);
	if (scope) forget(kernel, scope);
}

export function forgetCompletedIn({ kernel, process, instance }: ElementContext): void {
	if (process.compensates) forgetScope(kernel, instance.key);
}

function forgetScope(kernel: Kernel, scopeKey: number): void {
	const inside = kernel.database.all<CompletedActivity>('SELECT * FROM completed_activity WHERE scope_key = ?', scopeKey);
	for (const { activity_key } of inside) forgetScope(kernel, activity_key);
	if (inside.length > 0) kernel.database.run('DELETE FROM completed_activity WHERE scope_key = ?', scopeKey);
}

export function forgetAllCompleted(kernel: Kernel, { key, definitionKey }: Pick<ElementInstance, 'key' | 'definitionKey'>): void {
	if (!kernel.definitions.get(definitionKey).compensates) return;
	kernel.database.run('DELETE FROM completed_activity WHERE instance_key = ?', key);
}
