import { parseIfJson } from '../../../core/base/text/json/parse-if-json';
export interface Workflow {
	id?: string;
	name: string;
	nodes: WorkflowNode[];
}

interface WorkflowNode {
	type: string;
	disabled?: boolean;
	parameters: Record<string, unknown>;
}

/** Parses an export of n8n: one workflow, or a list of them. Undefined if the text is neither. */
export function parseWorkflows(text: string): Workflow[] | undefined {
	const workflows = [parseIfJson(text)].flat().map(toWorkflow);
	return workflows.length > 0 && workflows.every((workflow) => workflow !== undefined) ? workflows : undefined;
}

function toWorkflow(value: unknown): Workflow | undefined {
	const { id, name, nodes } = (value ?? {}) as Record<string, unknown>;
	if (typeof name !== 'string' || !Array.isArray(nodes)) return undefined;
	return { ...(typeof id === 'string' && { id }), name, nodes: nodes.flatMap(toNode) };
}

function toNode(value: unknown): WorkflowNode[] {
	const { type, disabled, parameters } = (value ?? {}) as Record<string, unknown>;
	if (typeof type !== 'string' || disabled === true) return [];
	return [{ type, parameters: (parameters ?? {}) as Record<string, unknown> }];
}

export function readParameter({ parameters }: WorkflowNode, name: string): string | undefined {
	const given = parameters[name];
	const value = typeof given === 'object' && given !== null ? (given as { value?: unknown }).value : given;
	return typeof value === 'string' && value !== '' && !value.startsWith('=') ? value : undefined;
}
