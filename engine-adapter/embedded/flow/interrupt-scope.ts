import type { Variables } from '../../engine/variables';
import { maxOfScopeAtOnce } from '../bounds';
import { hasChildren, listChildren, findInstance, setTrigger } from '../state/instances/element-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import type { Kernel } from './kernel';
import type { Step } from './step';
import { activateIn } from './flow-tokens';

/** BPMN 2.0, 13.5.2: everything else in the scope ends; tokens on their way to other elements never arrive. */
export function interruptScope(kernel: Kernel, scopeKey: number, interruptedBy: string): void {
	markInterrupted(kernel, findInstance(kernel, scopeKey)!, { interruptedBy });
	kernel.steps.push({ kind: 'terminate-children', key: scopeKey, except: interruptedBy });
}

interface HappenedStart {
	elementId: string;
	variables: Variables;
}

/** BPMN 2.0, 13.5.4: an event sub-process begins after the end of everything in its scope (recorded from 8.6). */
export function interruptByEvent(kernel: Kernel, scope: ElementInstance, eventSubProcessId: string, start: HappenedStart): void {
	if (!hasChildren(kernel, scope.key)) {
		markInterrupted(kernel, scope, { interruptedBy: eventSubProcessId });
		return beginEventSubProcess(kernel, scope, eventSubProcessId, start);
	}
	markInterrupted(kernel, scope, { interruptedBy: eventSubProcessId, interruption: start });
	terminateChildren(kernel, scope.key);
}

function markInterrupted(kernel: Kernel, scope: ElementInstance, by: { interruptedBy: string; interruption?: HappenedStart }): void {
	setTrigger(kernel, scope.key, { ...(scope.trigger ?? { variables: {} }), ...by });
	kernel.instances.setOpenFlows(scope.key, 0);
	kernel.database.run('DELETE FROM taken_flow WHERE scope_key = ?', scope.key);
}

export function terminateChildren(kernel: Kernel, scopeKey: number): void {
	for (const { key } of listChildren(kernel, scopeKey)) kernel.steps.push({ kind: 'terminate', key });
}

/**
 * A separate step, as in Zeebe: elements in the scope may take one more step (recorded from 8.6). In 8.8 each ends a step after the one before it.
 */
export function takeTermination(kernel: Kernel, { key: scopeKey, except, after = 0 }: Step & { kind: 'terminate-children' }): void {
	const inTurn = kernel.definitions.get(findInstance(kernel, scopeKey)!.definitionKey).rules.terminatesInTurn;
	const limit = inTurn ? 3 : maxOfScopeAtOnce;
	const children = listChildren(kernel, scopeKey, { after, limit });
	const ending = children.filter(({ elementId }) => elementId !== except);
	for (const { key } of inTurn ? ending.slice(0, 1) : ending) kernel.steps.push({ kind: 'terminate', key });
	const hasMore = inTurn ? ending.length > 1 : children.length === limit;
	const last = inTurn ? ending[0] : children.at(-1);
	if (hasMore) kernel.steps.push({ kind: 'terminate-children', key: scopeKey, except, after: last!.key });
}

/** An interrupted scope is empty: the interrupting event begins, or the scope completes. */
export function goOnInterrupted(kernel: Kernel, scope: ElementInstance): void {
	const { interruption, ...trigger } = scope.trigger!;
	if (interruption === undefined) return kernel.steps.push({ kind: 'complete', key: scope.key });
	setTrigger(kernel, scope.key, trigger);
	beginEventSubProcess(kernel, scope, trigger.interruptedBy!, interruption);
}

export function beginEventSubProcess(kernel: Kernel, scope: ElementInstance, eventSubProcessId: string, start: HappenedStart): void {
	activateIn(kernel, { ...scope, scopeKey: scope.key }, eventSubProcessId, { variables: {}, start });
}
