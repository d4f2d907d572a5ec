import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { ElementInstance } from '../state/instances/element-instance';
import type { ElementContext, Kernel } from './kernel';

export function createElementContext(kernel: Kernel, instance: ElementInstance): ElementContext {
	const process = kernel.definitions.get(instance.definitionKey);
	const node: FlowNode = process.node(instance.elementId);
	return { kernel, process, node, instance };
}
