import { childrenOf, findInstance, setTrigger } from './element-instances';
import type { Kernel } from './kernel';

/** BPMN 2.0, 13.5.2: everything in the scope ends but what interrupts it; tokens on their way to other elements never arrive. */
export function interruptScope(kernel: Kernel, scopeKey: number, interruptedBy: string): void {
	const scope = findInstance(kernel, scopeKey)!;
	setTrigger(kernel, scopeKey, { ...(scope.trigger ?? { variables: {} }), interruptedBy });
	kernel.instances.setOpenFlows(scopeKey, 0);
	kernel.database.run('DELETE FROM taken_flow WHERE scope_key = ?', scopeKey);
	kernel.steps.push({ kind: 'terminate-children', key: scopeKey, except: interruptedBy });
}

/** A step of its own, as in Zeebe: what is under way in the scope may take one more before it ends (recorded from 8.6). */
export function terminateChildren(kernel: Kernel, scopeKey: number, except?: string): void {
	for (const { key, elementId } of childrenOf(kernel, scopeKey)) if (elementId !== except) kernel.steps.push({ kind: 'terminate', key });
}
