import { isContext, type Context } from '../../../bpmn/feel/values';
import { writeContext, writeMergedContext, writeShownOutputs } from '../../../bpmn/mapping-contexts';
import type { Variables } from '../../engine/variables';
import type { ExecutableProcess } from '../state/deployments/definitions';
import type { ElementContext } from './kernel';
import { IncidentCause } from './incident-cause';
import { lookUp, mergeVariables, setLocalVariables } from '../state/instances/variables';

/** Zeebe's documentation, input mappings: create variables in the element's scope; a later one sees the earlier. */
export function applyInputs({ kernel, process, instance, node }: ElementContext): void {
	if (node.inputs.length === 0) return;
	const see: See = (name) => lookUp(kernel, instance.key, name);
	const context = writeContext(node.inputs);
	setLocalVariables(kernel, instance.key, evaluate(process, { context, shownAs: context }, see));
}

/** Event variables enter the element's scope before mappings (recorded from 8.8). */
export const storeTriggerVariables = ({ kernel, instance }: ElementContext): void =>
	setLocalVariables(kernel, instance.key, instance.trigger?.variables ?? {});

/**
 * Zeebe's documentation, output mappings: variables of the event or job are merged into outer scopes. With mappings, they stay local, and only mapped
 * values go out.
 */
export function applyOutputs({ kernel, process, instance, node }: ElementContext): void {
	const { trigger } = instance;
	const brought = trigger?.variables;
	const completedBy = trigger?.completedBy;
	if (node.outputs.length === 0) {
		if (brought) mergeVariables(kernel, instance.key, brought, completedBy);
		return;
	}
	if (brought) setLocalVariables(kernel, instance.key, brought);
	const see: See = (name) => lookUp(kernel, instance.key, name);
	const context = writeMergedContext(node.outputs, mergeInto.name);
	const mapped = evaluate(process, { context, shownAs: writeShownOutputs(node.outputs) }, see);
	// An iteration writes into its own scope first, where its result belongs (recorded from 8.6).
	const isIteration = node.loop !== undefined && node.type !== 'multiInstanceBody';
	mergeVariables(kernel, isIteration ? instance.key : instance.scopeKey, mapped, completedBy);
}

type See = (name: string) => unknown;

/** Null if the existing value is not a context (recorded from 8.6). */
function mergeInto([existing, mapped]: unknown[]): unknown {
	if (existing === null) return mapped;
	return isContext(existing) ? { ...existing, ...(mapped as Context) } : null;
}

/** @throws IncidentCause IO_MAPPING_ERROR */
function evaluate({ expressions }: ExecutableProcess, { context, shownAs }: { context: string; shownAs: string }, see: See): Variables {
	try {
		return expressions.evaluateMappings(context, see, { functions: { mergeInto }, shownAs });
	} catch (error) {
		throw error instanceof IncidentCause ? new IncidentCause('IO_MAPPING_ERROR', error.message) : error;
	}
}
