import type { FlowNode } from '../../../bpmn/reading/process-model';
import { TroupeError } from '../../../core/base/errors';
import type { ElementActivation } from '../../engine/instance-changes';
import type { Variables } from '../../engine/variables';
import type { ExecutableProcess } from '../state/deployments/definitions';
import { listVariableSets } from '../../variable-sets';
import { toBodyId } from './executable-model';
import { expectInput } from '../expect-input';
import { parseVariables } from '../state/instances/variables';

/** Start elements in place of the start event. @throws TroupeError INPUT_INVALID for an element that cannot be activated */
export function checkStartAt(process: ExecutableProcess, elementIds: string[]): void {
	for (const { scopes } of elementIds.map((elementId) => prepareActivation(process, { elementId })))
		for (const scope of scopes) refuseLoop(scope);
}

export interface Activation {
	node: FlowNode;
	/** From the process inwards. */
	scopes: FlowNode[];
	variablesOf: Map<string, Variables[]>;
}

/** Zeebe does not activate these directly: an event must happen first. */
const begunByEvents = ['startEvent', 'boundaryEvent'];

export function prepareActivation(process: ExecutableProcess, activation: ElementActivation): Activation {
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

export function refuseLoop({ id, loop }: FlowNode): void {
	if (loop) throw cannotActivate(id, 'is multi-instance, and not active');
}

export function cannotActivate(elementId: string, why: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${elementId}" cannot be activated: it ${why}.`,
		fix: 'Activate another element.',
		details: { elementId },
	});
}
