import type { FlowNode, SequenceFlow } from '../../../bpmn/reading/process-model';
import type { Variables } from '../../engine/variables';
import { closeSubscriptions } from '../events/close-subscriptions';
import type { ElementInstance } from '../state/instances/element-instance';
import {
	createInstance,
	deleteInstance,
	findCaller,
	findInstance,
	hasChildren,
	hasTokens,
	listChildren,
	setState,
} from '../state/instances/element-instances';
import { setLocalVariables } from '../state/instances/variables';
import { cancelJob } from '../work/change-jobs';
import { orIncident, resolveIncidents } from '../work/incidents';
import { startListener } from '../work/listeners';
import { goOnChanging, isChanging } from '../work/task-changes';
import { forgetCompletedIn, handlerCompleted, rememberCompleted } from './compensation';
import { createElementContext } from './element-context';
import { toModelId } from './executable-model';
import { arrive, beginCounted, leave } from './flow-tokens';
import { goOnInterrupted, takeTermination, terminateChildren } from './interrupt-scope';
import type { ElementBehavior, ElementContext, Kernel } from './kernel';
import { beginIterations, completeIteration, takeItem } from './multi-instance';
import { endProcessInstance } from './process-instances';
import type { Step } from './step';

type InstanceStep = Extract<Step, { key: number }>;

export function move(context: ElementContext, step: InstanceStep): void {
	const { kernel, instance } = context;
	if (moveAnyway(context, step) || !isAlive(findInstance(kernel, instance.scopeKey), instance.elementId, instance.scopeKey)) return;
	if (step.kind === 'complete' && instance.state === 'ACTIVATED') complete(context);
	else if (step.kind === 'listened') goOn(context, step.done);
	else if (step.kind === 'retry' && instance.state === 'ACTIVATING') enter(context);
	else if (step.kind === 'retry' && instance.state === 'COMPLETING') complete(context);
}

/** For steps that also happen in an ending scope. @returns false for any other step */
function moveAnyway(context: ElementContext, step: InstanceStep): boolean {
	const { kernel, instance } = context;
	if (step.kind === 'terminate') terminate(context);
	else if (step.kind === 'terminate-at-once') terminateAtOnce(kernel, instance);
	else if (step.kind === 'terminate-children') takeTermination(kernel, step);
	else if (step.kind === 'end') markTerminated(context);
	else if (step.kind === 'task-listened') orIncident(kernel, instance, () => goOnChanging(context, step.done));
	else if (step.kind === 'retry' && isChanging(context)) orIncident(kernel, instance, () => goOnChanging(context));
	else if (step.kind === 'begin-iterations' && instance.state === 'ACTIVATED') beginIterations(context, step);
	else return false;
	return true;
}

export function activate(kernel: Kernel, step: Step & { kind: 'activate' }): void {
	const { scopeKey, elementId, flowId } = step;
	const scope = findInstance(kernel, scopeKey);
	if (!isAlive(scope, elementId, scopeKey)) return;
	const process = kernel.definitions.get(step.definitionKey);
	if (!arrive(kernel, process, { scopeKey, elementId, flowId })) return;
	if (step.counted) beginCounted(kernel, step.scopeKey);
	const key = step.key ?? kernel.database.nextKey();
	const instance: ElementInstance = {
		key,
		instanceKey: scope?.instanceKey ?? key,
		definitionKey: step.definitionKey,
		elementId: step.elementId,
		scopeKey: step.scopeKey,
		state: 'ACTIVATING',
		trigger: step.trigger,
	};
	createInstance(kernel, instance);
	if (step.locals) setLocalVariables(kernel, key, step.locals);
	enter(createElementContext(kernel, instance));
}

/**
 * An ending scope takes its tokens with it, an interrupted one all but the continuing element; ending iterations of a body stay (recorded from 8.6).
 */
function isAlive(scope: ElementInstance | undefined, elementId: string, scopeKey: number): boolean {
	if (scopeKey === 0) return true;
	const by = scope?.trigger?.interruptedBy;
	return scope?.state === 'ACTIVATED' && (by === undefined || by === elementId || by === scope.elementId);
}

/** Begins at once, before its cause goes on (recorded from 8.6). */
export function beginEvent(
	kernel: Kernel,
	{ scopeKey, definitionKey }: Pick<ElementInstance, 'scopeKey' | 'definitionKey'>,
	elementId: string,
	variables: Variables,
): void {
	activate(kernel, { kind: 'activate', definitionKey, scopeKey, elementId, trigger: { variables } });
}

function enter(context: ElementContext): void {
	const { kernel, instance } = context;
	orIncident(kernel, instance, () => {
		kernel.runaway.expectRest(instance.instanceKey);
		if (isIteration(context.node)) takeItem(context);
		getBehavior(context).begin?.(context);
		goOnActivating(context, 0);
	});
}

function complete(context: ElementContext): void {
	const { kernel, instance } = context;
	if (instance.state !== 'COMPLETING') setState(kernel, instance, 'COMPLETING');
	orIncident(kernel, instance, () => {
		getBehavior(context).complete?.(context);
		goOnCompleting(context, 0);
	});
}

/** `done` listeners do not run again. */
function goOn(context: ElementContext, done: number): void {
	const { state } = context.instance;
	orIncident(context.kernel, context.instance, () => {
		if (state === 'ACTIVATING') goOnActivating(context, done);
		else if (state === 'COMPLETING') goOnCompleting(context, done);
	});
}

function goOnActivating(context: ElementContext, done: number): void {
	// An instance that begins elsewhere than at its start event does not report its start (recorded from 8.6).
	const isTold = context.instance.trigger?.startAt === undefined;
	if (!isTold || !startListener(context, 'start', done)) getBehavior(context).activate(context);
}

function goOnCompleting(context: ElementContext, done: number): void {
	if (startListener(context, 'end', done)) return;
	const behavior = getBehavior(context);
	const flows = behavior.leave?.(context);
	const endsScope = isIteration(context.node) ? completeIteration(context) : (behavior.endsScope?.(context) ?? true);
	finish(context, flows ?? undefined, endsScope);
}

const getBehavior = ({ kernel, node }: ElementContext): ElementBehavior => kernel.behaviors[node.type]!;

const isIteration = ({ loop, type }: FlowNode): boolean => loop !== undefined && type !== 'multiInstanceBody';

export function markActivated({ kernel, instance, node }: ElementContext): void {
	setState(kernel, instance, 'ACTIVATED');
	const scopeKey = instance.scopeKey || findCaller(kernel, instance.key)?.key;
	kernel.log.append('element-activated', { ...instance, scopeKey, type: node.type });
}

/** For rules, after `markActivated`, when the element has nothing to wait for. */
export function completeSoon({ kernel, instance }: ElementContext): void {
	kernel.steps.push({ kind: 'complete', key: instance.key });
}

/** Tokens go on along `flows`; without any, the path ends here, and the scope with its last path. */
export function finish(context: ElementContext, flows: SequenceFlow[] = context.process.outgoing(context.node), endsScope = true): void {
	const { kernel, instance, node, process } = context;
	closeSubscriptions(context);
	rememberCompleted(context);
	logEnd(kernel, 'element-completed', instance, node.type);
	if (instance.scopeKey === 0) return endProcessInstance(kernel, instance, 'COMPLETED');
	deleteInstance(kernel, instance);
	handlerCompleted(context);
	getBehavior(context).follow?.(context);
	if (endsInstance(context)) return kernel.steps.push({ kind: 'terminate', key: instance.instanceKey });
	for (const flow of flows) {
		leave(kernel, process, instance.scopeKey, flow);
		kernel.log.append('sequence-flow-taken', {
			instanceKey: instance.instanceKey,
			scopeKey: instance.scopeKey,
			elementId: flow.id,
			type: 'sequenceFlow',
		});
		kernel.steps.push({
			kind: 'activate',
			// Assigned now: messages reach waiting elements in the order of their keys (recorded from 8.6).
			key: kernel.database.nextKey(),
			definitionKey: instance.definitionKey,
			scopeKey: instance.scopeKey,
			elementId: flow.targetId,
			flowId: flow.id,
		});
	}
	// BPMN 2.0, 13.5.4: a scope completes when no token is left in it.
	if (flows.length === 0 && endsScope && !hasTokens(kernel, instance.scopeKey))
		kernel.steps.push({ kind: 'complete', key: instance.scopeKey });
}

/** A path that ends in the process itself ends the instance as completed (recorded: terminate-after-end). */
const endsInstance = (context: ElementContext): boolean =>
	isLastElement(context) && (context.instance.scopeKey !== context.instance.instanceKey || hasFurtherPath(context));

const hasFurtherPath = ({ kernel, node, instance }: ElementContext): boolean =>
	node.outgoing.length > 0 || hasTokens(kernel, instance.scopeKey);

/** The instance ends after this element, or after all its iterations. */
function isLastElement({ kernel, instance }: Pick<ElementContext, 'kernel' | 'instance'>): boolean {
	const elements = findInstance(kernel, instance.instanceKey)?.trigger?.terminateAfter;
	if (!elements?.includes(toModelId(instance.elementId))) return false;
	const { loop, type } = kernel.definitions.get(instance.definitionKey).node(instance.elementId);
	return loop === undefined || type === 'multiInstanceBody';
}

function terminate(context: ElementContext): void {
	const { kernel, instance, node } = context;
	if (instance.state === 'TERMINATING') return;
	const goOn = getBehavior(context).delayEnd?.(context);
	close(context, goOn === undefined);
	if (goOn) goOn();
	else if (!hasChildren(kernel, instance.key)) markTerminated(context);
	else if (node.type === 'callActivity') terminateChildren(kernel, instance.key);
	else kernel.steps.push({ kind: 'terminate-children', key: instance.key });
}

/** Nothing happens to the instance any more, except for steps before its work `isOver`. */
function close(context: ElementContext, isOver = true): void {
	const { kernel, instance, node } = context;
	setState(kernel, instance, 'TERMINATING');
	if (isOver) getBehavior(context).terminate?.(context);
	if (node.listeners) cancelJob(context);
	closeSubscriptions(context);
	resolveIncidents(kernel, instance);
	forgetCompletedIn(context);
}

/** Ends everything in it. Only the end of a process instance has consequences. */
export function terminateAtOnce(kernel: Kernel, instance: ElementInstance): void {
	const context = createElementContext(kernel, instance);
	close(context);
	for (const child of listChildren(kernel, instance.key)) terminateAtOnce(kernel, child);
	logEnd(kernel, 'element-terminated', instance, context.node.type);
	if (instance.scopeKey === 0) endProcessInstance(kernel, instance, 'TERMINATED');
	else deleteInstance(kernel, instance);
}

/** Innermost end first; an interrupting boundary event continues in the instance's place. */
function markTerminated({ kernel, instance, node }: ElementContext): void {
	logEnd(kernel, 'element-terminated', instance, node.type);
	const scope = instance.scopeKey === 0 ? findCaller(kernel, instance.key) : findInstance(kernel, instance.scopeKey);
	if (instance.scopeKey === 0) endProcessInstance(kernel, instance, 'TERMINATED');
	else deleteInstance(kernel, instance);
	if (!scope) return;
	if (scope.state !== 'TERMINATING') goOnAfter(kernel, instance, scope);
	else if (!hasChildren(kernel, scope.key)) markTerminated(createElementContext(kernel, scope));
}

/** By an interrupting event, or with the end of the instance. */
function goOnAfter(kernel: Kernel, instance: ElementInstance, scope: ElementInstance): void {
	const { boundaryId, variables = {} } = instance.trigger ?? {};
	const isScopeInterrupted = scope.trigger?.interruptedBy !== undefined;
	if (boundaryId === undefined && !isScopeInterrupted) return;
	const isLast = isLastElement({ kernel, instance });
	if (isLast) kernel.steps.push({ kind: 'terminate', key: instance.instanceKey });
	if (!isScopeInterrupted && boundaryId !== undefined) beginEvent(kernel, instance, boundaryId, variables);
	else if (!isLast && !hasTokens(kernel, scope.key)) goOnInterrupted(kernel, scope);
}

/** Call it while the instance still exists. */
function logEnd(kernel: Kernel, kind: 'element-completed' | 'element-terminated', instance: ElementInstance, type: string): void {
	kernel.log.append(kind, { ...instance, type }, undefined, { startedAt: kernel.instances.startedAt(instance.key) });
}
