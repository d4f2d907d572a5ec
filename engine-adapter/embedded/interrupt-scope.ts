import { childrenOf, findInstance, setTrigger } from './element-instances';
import type { Kernel } from './kernel';

/** BPMN 2.0, 13.5.2: everything in the scope ends but what interrupts it; tokens on their way to other elements never arrive. */
export function interruptScope(kernel: Kernel, scopeKey: number, interruptedBy: string): void {
	const scope = findInstance(kernel, scopeKey)!;
	setTrigger(kernel, scopeKey, { ...(scope.trigger ?? { variables: {} }), interruptedBy });
	kernel.instances.setOpenFlows(scopeKey, 0);
	kernel.database.run('DELETE FROM taken_flow WHERE scope_key = ?', scopeKey);
	for (const child of childrenOf(kernel, scopeKey)) {
		if (child.elementId !== interruptedBy) kernel.steps.push({ kind: 'terminate', key: child.key });
	}
}
