import type { FlowNode } from '../../../bpmn/reading/process-model';
import { TroupeError } from '../../../core/base/errors';
import type { ElementActivation, Modification, Variables } from '../../engine';
import type { ExecutableProcess } from '../state/deployments/definitions';
import { listVariableSets } from '../../variable-sets';
import { findCaller, listChildren, createInstance, findInstance, hasTokens } from '../state/instances/element-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import { IncidentCause } from './incident-cause';
import { toBodyId } from './executable-model';
import { expectInput } from '../expect-input';
import type { Kernel } from './kernel';
import { createElementContext, markActivated, terminateAtOnce } from './lifecycle';
import { parseKey } from '../state/parse-key';
import { instanceNotFound } from './process-instances';
import { openSubscriptions } from '../events/subscriptions';
import { parseVariables, setLocalVariables } from '../state/instances/variables';

/**
 * Zeebe's documentation, process instance modification: elements begin where they are named, with the scopes around them as far as these are
 * not active; element instances end, and with the last token in it a scope does.
 * @throws TroupeError INSTANCE_NOT_FOUND, INPUT_INVALID for what cannot be activated or is not there to be terminated
 */
export function modifyInstance(kernel: Kernel, instanceKey: number, { activate = [], terminate = [] }: Modification): void {
	const root = findInstance(kernel, instanceKey);
	if (root?.scopeKey !== 0) throw instanceNotFound(instanceKey);
	const process = kernel.definitions.get(root.definitionKey);
	const activations = activate.map((activation) => prepare(process, activation));
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

/**
 * Checks the elements that a process instance begins with in place of its start event.
 * @throws TroupeError INPUT_INVALID for what cannot be activated
 */
export function checkStartAt(process: ExecutableProcess, elementIds: string[]): void {
	for (const { scopes } of elementIds.map((elementId) => prepare(process, { elementId }))) for (const scope of scopes) refuseLoop(scope);
}

/** Begins the elements, each in its scopes. */
export function beginAt(kernel: Kernel, root: ElementInstance, elementIds: string[]): void {
	const process = kernel.definitions.get(root.definitionKey);
	const activations = elementIds.map((elementId) => prepare(process, { elementId }));
	const places = activations.map((activation) => openScopes(kernel, root, activation));
	for (const [index, activation] of activations.entries()) beginElement(kernel, root, places[index]!.at(-1)!, activation);
}

interface Activation {
	node: FlowNode;
	/** From the process inwards. */
	scopes: FlowNode[];
	/** By the element that gets them. */
	variablesOf: Map<string, Variables[]>;
}

/** The elements that Zeebe does not activate directly: an event must happen first. */
const begunByEvents = ['startEvent', 'boundaryEvent'];

function prepare(process: ExecutableProcess, activation: ElementActivation): Activation {
	const { elementId } = activation;
	const node = process.find(process.entryOf(elementId));
	if (!node || node.type === 'process') throw cannotActivate(elementId, 'is not an element of the process');
	if (begunByEvents.includes(node.type)) throw cannotActivate(elementId, `is a ${node.type}, which only its event starts`);
	if (isChosen(process, node)) throw cannotActivate(elementId, 'belongs to an event-based gateway');
	const scopes = listScopes(process, node);
	if (scopes.some(({ adHoc }) => adHoc)) throw cannotActivate(elementId, 'is in an ad-hoc sub-process, which activates it');
	const around = [elementId, ...scopes.map(({ id }) => id)];
	const variablesOf = new Map<string, Variables[]>();
	for (const { variables, scopeId: ownerId = process.processId } of listVariableSets(activation)) {
		expectInput(
			around.includes(ownerId),
			`"${ownerId}" does not contain "${elementId}".`,
			'Set the variables on the element, on a scope that contains it, or on neither.',
		);
		const id = ownerId === elementId ? node.id : ownerId;
		variablesOf.set(id, [...(variablesOf.get(id) ?? []), parseVariables(variables)]);
	}
	return { node, scopes, variablesOf };
}

const isChosen = (process: ExecutableProcess, node: FlowNode): boolean =>
	process.nodesOf(node.scopeId).some(({ id, type }) => type === 'eventBasedGateway' && process.catchesOf(id).includes(node));

function listScopes(process: ExecutableProcess, node: FlowNode): FlowNode[] {
	if (node.type === 'process') return [];
	const scope = process.node(node.scopeId);
	const body = process.find(toBodyId(scope.id));
	return [...listScopes(process, scope), ...(body ? [body] : []), scope];
}

/** The keys of the scopes in which the element is to begin, from the process inwards. */
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

/** @throws TroupeError INPUT_INVALID when several are active: which of them is meant? */
function findScope(kernel: Kernel, parentKey: number, scope: FlowNode): number | undefined {
	const active = listChildren(kernel, parentKey).filter(({ elementId }) => elementId === scope.id);
	if (active.length > 1) throw cannotActivate(scope.id, 'is active more than once');
	return active[0]?.key;
}

/** A scope begins around what is activated in it: neither its input mappings nor its start event are asked (recorded from 8.6). */
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

function refuseLoop({ id, loop }: FlowNode): void {
	if (loop) throw cannotActivate(id, 'is multi-instance, and not active');
}

const isCalled = (kernel: Kernel, { scopeKey, key }: ElementInstance): boolean => scopeKey === 0 && findCaller(kernel, key) !== undefined;

function terminateElement(kernel: Kernel, key: number, needed: Set<number>): void {
	const instance = findInstance(kernel, key);
	// It ended with another one.
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

function cannotActivate(elementId: string, why: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${elementId}" cannot be activated: it ${why}.`,
		fix: 'Activate another element.',
		details: { elementId },
	});
}
