import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { Kernel } from '../flow/kernel';
import type { ExecutableProcess } from '../state/deployments/definitions';

/** The definition calls something of its own deployment, which must be deployed with it. */
export function isBound(kernel: Kernel, definitionKey: number): boolean {
	const process = kernel.definitions.get(definitionKey);
	return process.deploymentKey !== 0 && listNodes(process, process.processId).some(isNodeBound);
}

const isNodeBound = ({ decision, called, userTask, startForm }: FlowNode): boolean =>
	[decision, called, userTask?.form, startForm].some((call) => call?.binding === 'deployment');

export const listNodes = (process: ExecutableProcess, scopeId: string): FlowNode[] =>
	process.nodesOf(scopeId).flatMap((node) => [node, ...listNodes(process, node.id)]);
