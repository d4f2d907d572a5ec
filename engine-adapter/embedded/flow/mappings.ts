import type { Mapping, Value } from '../../../bpmn/reading/process-model';
import type { Variables } from '../../engine';
import type { ExecutableProcess } from '../state/deployments/definitions';
import type { ElementContext } from './kernel';
import { IncidentCause } from './incident-cause';
import { lookUp, mergeVariables, setLocalVariables } from '../state/instances/variables';

/** Zeebe's documentation, input mappings: create variables in the scope of the element; a later one sees the earlier. */
export function applyInputs({ kernel, process, instance, node }: ElementContext): void {
	if (node.inputs.length === 0) return;
	const see: See = (name) => lookUp(kernel, instance.key, name);
	setLocalVariables(kernel, instance.key, evaluateTree(buildTree(node.inputs), [], see, evaluateWith(process), replace));
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
	const mapped = evaluateTree(buildTree(node.outputs), [], see, evaluateWith(process), mergeIntoExisting);
	// An iteration writes into its own scope first, where its result belongs (recorded from 8.6).
	const isIteration = node.loop !== undefined && node.type !== 'multiInstanceBody';
	mergeVariables(kernel, isIteration ? instance.key : instance.scopeKey, mapped);
}

/** By name: the source of a value, or what is below the name. */
type MappingTree = Map<string, Value | MappingTree>;
type See = (name: string) => unknown;
type Evaluate = (source: Value, see: See) => unknown;
/** Joins a mapped path with existing values. `see` is told the first name of the path. */
type Join = (mapped: Variables, path: string[], see: See) => unknown;

/**
 * Zeebe reads all mappings as one FEEL context (recorded from 8.6): of two with the same target the last counts, in the place of the first,
 * and each sees the mappings before it, next to it and around it.
 */
function buildTree(mappings: Mapping[]): MappingTree {
	const tree: MappingTree = new Map();
	for (const { source, target } of mappings) {
		const names = target.split('.');
		const last = names.pop()!;
		const holder = names.reduce<MappingTree>((around, name) => {
			const below = around.get(name);
			const inner: MappingTree = below instanceof Map ? below : new Map<string, Value | MappingTree>();
			around.set(name, inner);
			return inner;
		}, tree);
		holder.set(last, source);
	}
	return tree;
}

function evaluateTree(tree: MappingTree, path: string[], see: See, evaluate: Evaluate, join: Join): Variables {
	const mapped = new Map<string, unknown>();
	const seeMapped: See = (name) => (mapped.has(name) ? mapped.get(name) : see(name));
	for (const [name, entry] of tree) {
		const inner = [...path, name];
		const value =
			entry instanceof Map ? join(evaluateTree(entry, inner, seeMapped, evaluate, join), inner, seeMapped) : evaluate(entry, seeMapped);
		mapped.set(name, value);
	}
	return Object.fromEntries(mapped);
}

const replace: Join = (mapped) => mapped;

/** Makes null of both if the existing value is not a context (recorded from 8.6). */
const mergeIntoExisting: Join = (mapped, [name, ...path], see) => {
	const existing = path.reduce<unknown>((holder, inner) => (isContext(holder) ? holder[inner] : null), see(name!));
	if (existing === null || existing === undefined) return mapped;
	return isContext(existing) ? { ...existing, ...mapped } : null;
};

const isContext = (value: unknown): value is Variables => typeof value === 'object' && value !== null && !Array.isArray(value);

const evaluateWith =
	({ expressions }: ExecutableProcess): Evaluate =>
	(source, see) => {
		try {
			return source === '' ? null : expressions.evaluate(source, see).value;
		} catch (error) {
			throw error instanceof IncidentCause ? new IncidentCause('IO_MAPPING_ERROR', error.message) : error;
		}
	};
