import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { Modification } from '../../engine/instance-changes';
import { findCaller, listChildren, createInstance, findInstance, hasTokens } from '../state/instances/element-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import { IncidentCause } from './incident-cause';
import { expectInput } from '../expect-input';
import type { Kernel } from './kernel';
import { markActivated, terminateAtOnce } from './lifecycle';
import { parseKey } from '../state/parse-key';
import { instanceNotFound } from './process-instances';
import { openSubscriptions } from '../events/subscriptions';
import { setLocalVariables } from '../state/instances/variables';
import { type Activation, prepareActivation, refuseLoop, cannotActivate } from './prepare-activation';
import { createElementContext } from './element-context';

/**
 * Zeebe's documentation, process instance modification: elements begin with their inactive scopes; element instances end, and a scope with its last
 * token. @throws TroupeError INSTANCE_NOT_FOUND, INPUT_INVALID for an element that cannot be activated or an instance that does not exist
 */
export function modifyInstance(kernel: Kernel, instanceKey: number, { activate = [], terminate = [] }: Modification): void {
	const root = findInstance(kernel, instanceKey);
	if (root?.scopeKey !== 0) throw instanceNotFound(instanceKey);
	const process = kernel.definitions.get(root.definitionKey);
	const activations = activate.map((activation) => prepareActivation(process, activation));
	const ending = terminate.map((key) => parseKey(key));
	for (const key of ending)
		expectInput(findInstance(kernel, key) !== undefined, `There is no element instance ${key}.`, 'Name an active element instance.');
	const places = activations.map((activation) => openScopes(kernel, root, activation));
	const needed = new Set(places.flat());
	const isProtected = process.rules.protectsScopes && ending.some((key) => needed.has(key));
	expectInput(
		!isProtected,
		'The modification ends a scope in which it activates an element.',
		'Activate the element without ending its scope.',
	);
	for (const key of ending) terminateElement(kernel, key, needed);
	for (const [index, activation] of activations.entries()) beginElement(kernel, root, places[index]!.at(-1)!, activation);
}

export function beginAt(kernel: Kernel, root: ElementInstance, elementIds: string[]): void {
	const process = kernel.definitions.get(root.definitionKey);
	const activations = elementIds.map((elementId) => prepareActivation(process, { elementId }));
	const places = activations.map((activation) => openScopes(kernel, root, activation));
	for (const [index, activation] of activations.entries()) beginElement(kernel, root, places[index]!.at(-1)!, activation);
}

function openScopes(kernel: Kernel, root: ElementInstance, { scopes, variablesOf }: Activation): number[] {
	const keys = [root.key];
	for (const variables of variablesOf.get(root.elementId) ?? []) setLocalVariables(kernel, root.key, variables);
	for (const scope of scopes.slice(1)) {
		const key = findScope(kernel, keys.at(-1)!, scope) ?? beginScope(kernel, root, keys.at(-1)!, scope);
		for (const variables of variablesOf.get(scope.id) ?? []) setLocalVariables(kernel, key, variables);
		keys.push(key);
	}
	return keys;
}

function beginElement(kernel: Kernel, { definitionKey }: ElementInstance, scopeKey: number, { node, variablesOf }: Activation): void {
	const own = variablesOf.get(node.id);
	const locals = own?.reduce((all, variables) => ({ ...all, ...variables }));
	kernel.steps.push({ kind: 'activate', definitionKey, scopeKey, elementId: node.id, locals });
}

/** @throws TroupeError INPUT_INVALID for several active scopes */
function findScope(kernel: Kernel, parentKey: number, scope: FlowNode): number | undefined {
	const active = listChildren(kernel, parentKey).filter(({ elementId }) => elementId === scope.id);
	if (active.length > 1) throw cannotActivate(scope.id, 'is active more than once');
	return active[0]?.key;
}

/** Uses neither input mappings nor the start event (recorded from 8.6). */
function beginScope(kernel: Kernel, root: ElementInstance, scopeKey: number, scope: FlowNode): number {
	refuseLoop(scope);
	const key = kernel.database.nextKey();
	const { instanceKey, definitionKey } = root;
	const instance: ElementInstance = { key, instanceKey, definitionKey, elementId: scope.id, scopeKey, state: 'ACTIVATING' };
	createInstance(kernel, instance);
	const context = createElementContext(kernel, instance);
	markActivated(context);
	try {
		openSubscriptions(context);
	} catch (error) {
		throw error instanceof IncidentCause ? cannotActivate(scope.id, `cannot wait for its events: ${error.message}`) : error;
	}
	return key;
}

const isCalled = (kernel: Kernel, { scopeKey, key }: ElementInstance): boolean => scopeKey === 0 && findCaller(kernel, key) !== undefined;

function terminateElement(kernel: Kernel, key: number, needed: Set<number>): void {
	const instance = findInstance(kernel, key);
	if (!instance) return;
	expectInput(
		!isCalled(kernel, instance),
		'The modification ends an instance that a call activity started.',
		'Terminate the call activity that called it.',
	);
	terminateAtOnce(kernel, instance);
	const scope = findInstance(kernel, instance.scopeKey);
	if (scope && !hasTokens(kernel, scope.key) && !needed.has(scope.key)) terminateElement(kernel, scope.key, needed);
}
