import type { Mapping } from '../../bpmn/process-model';
import type { Variables } from '../engine';
import { IncidentCause, type ElementContext } from './element-behavior';
import { lookUp, mergeVariables, setLocalVariables } from './variables';

/** Zeebe's documentation, input mappings: create variables in the scope of the element; a later one sees the earlier. */
export function applyInputs({ kernel, instance, node }: ElementContext): void {
	if (node.inputs.length === 0) return;
	const see = (name: string): unknown => lookUp(kernel, instance.key, name);
	setLocalVariables(
		kernel,
		instance.key,
		evaluateMappings(kernel.expressions, node.inputs, see, () => undefined),
	);
}

/**
 * Zeebe's documentation, output mappings: what the element's event or job brought is merged into the scopes around it,
 * unless there are mappings: then it stays local, and only what they say goes out.
 */
export function applyOutputs({ kernel, instance, node }: ElementContext): void {
	const brought = instance.trigger?.variables;
	if (node.outputs.length === 0) {
		if (brought) mergeVariables(kernel, instance.key, brought);
		return;
	}
	if (brought) setLocalVariables(kernel, instance.key, brought);
	const see = (name: string): unknown => lookUp(kernel, instance.key, name);
	// An iteration writes into its own scope first, where its result belongs (recorded from 8.6).
	const isIteration = node.loop !== undefined && node.type !== 'multiInstanceBody';
	mergeVariables(kernel, isIteration ? instance.key : instance.scopeKey, evaluateMappings(kernel.expressions, node.outputs, see, see));
}

/** `existing` gives what a path such as `order.id` is written into. */
function evaluateMappings(
	expressions: ElementContext['kernel']['expressions'],
	mappings: Mapping[],
	see: (name: string) => unknown,
	existing: (name: string) => unknown,
): Variables {
	const result = new Map<string, unknown>();
	for (const { source, target } of mappings) {
		const value = evaluate(() => expressions.evaluate(source, (name) => (result.has(name) ? result.get(name) : see(name))).value);
		const [name, ...path] = target.split('.') as [string, ...string[]];
		result.set(name, write(result.has(name) ? result.get(name) : existing(name), path, value));
	}
	return Object.fromEntries(result);
}

/** A copy of `holder` with the value at the path. What is no object on the way is replaced by one. */
function write(holder: unknown, path: string[], value: unknown): unknown {
	const [name, ...rest] = path;
	if (name === undefined) return value;
	const entries = new Map(typeof holder === 'object' && holder !== null && !Array.isArray(holder) ? Object.entries(holder) : []);
	return Object.fromEntries(entries.set(name, write(entries.get(name), rest, value)));
}

function evaluate(work: () => unknown): unknown {
	try {
		return work();
	} catch (error) {
		throw error instanceof IncidentCause ? new IncidentCause('IO_MAPPING_ERROR', error.message) : error;
	}
}
