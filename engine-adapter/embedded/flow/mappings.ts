import { isContext, type Context } from '../../../bpmn/feel/values';
import { writeContext, writeMergedContext } from '../../../bpmn/mapping-contexts';
import type { Mapping } from '../../../bpmn/reading/process-model';
import type { Variables } from '../../engine';
import type { ExecutableProcess } from '../state/deployments/definitions';
import type { ElementContext } from './kernel';
import { IncidentCause } from './incident-cause';
import { lookUp, mergeVariables, setLocalVariables } from '../state/instances/variables';

/** Zeebe's documentation, input mappings: create variables in the scope of the element; a later one sees the earlier. */
export function applyInputs({ kernel, process, instance, node }: ElementContext): void {
	if (node.inputs.length === 0) return;
	const see: See = (name) => lookUp(kernel, instance.key, name);
	setLocalVariables(kernel, instance.key, evaluate(process, node.inputs, writeContext(node.inputs), see));
}

/** Stores what an event brought in the scope of the element that begins with it, before mappings take it further (recorded from 8.8). */
export const storeTriggerVariables = ({ kernel, instance }: ElementContext): void =>
	setLocalVariables(kernel, instance.key, instance.trigger?.variables ?? {});

/**
 * Zeebe's documentation, output mappings: what the element's event or job brought is merged into the scopes around it,
 * unless there are mappings: then it stays local, and only what they say goes out.
 */
export function applyOutputs({ kernel, process, instance, node }: ElementContext): void {
	const brought = instance.trigger?.variables;
	if (node.outputs.length === 0) {
		if (brought) mergeVariables(kernel, instance.key, brought);
		return;
	}
	if (brought) setLocalVariables(kernel, instance.key, brought);
	const see: See = (name) => lookUp(kernel, instance.key, name);
	const mapped = evaluate(process, node.outputs, writeMergedContext(node.outputs, mergeInto.name), see);
	// An iteration writes into its own scope first, where its result belongs (recorded from 8.6).
	const isIteration = node.loop !== undefined && node.type !== 'multiInstanceBody';
	mergeVariables(kernel, isIteration ? instance.key : instance.scopeKey, mapped);
}

type See = (name: string) => unknown;

/** Makes null of both if the existing value is not a context (recorded from 8.6). */
function mergeInto([existing, mapped]: unknown[]): unknown {
	if (existing === null) return mapped;
	return isContext(existing) ? { ...existing, ...(mapped as Context) } : null;
}

/** A failure names the mappings alone. @throws IncidentCause IO_MAPPING_ERROR */
function evaluate({ expressions }: ExecutableProcess, mappings: Mapping[], context: string, see: See): Variables {
	try {
		return expressions.evaluateMappings(context, see, { functions: { mergeInto }, shownAs: writeContext(mappings) });
	} catch (error) {
		throw error instanceof IncidentCause ? new IncidentCause('IO_MAPPING_ERROR', error.message) : error;
	}
}
