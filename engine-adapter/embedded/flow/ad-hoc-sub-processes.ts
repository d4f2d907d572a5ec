import type { AdHoc } from '../../../bpmn/reading/process-model';
import { TroupeError } from '../../../core/base/errors';
import type { AdHocActivation, AdHocDecision } from '../../engine/jobs';
import type { Variables } from '../../engine/variables';
import type { ElementContext, Kernel } from './kernel';
import { IncidentCause } from './incident-cause';
import { listChildren, findInstance, setTrigger } from '../state/instances/element-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import { toInnerId } from './executable-model';
import { interruptScope } from './interrupt-scope';
import { cancelJob } from '../work/change-jobs';
import { createJob, evaluateJobProperties } from '../work/create-job';
import { activateIn } from './flow-tokens';
import { localVariables, lookUp, parseVariables, setLocalVariables } from '../state/instances/variables';
import { findVariableName } from './multi-instance';

/** The first elements. @throws IncidentCause EXTRACT_VALUE_ERROR */
export function chosenElements({ kernel, process, instance, node }: ElementContext): string[] {
	const { activeElements, elements = [] } = node.adHoc!;
	if (activeElements === undefined) return [];
	const chosen = process.expressions.evaluateTexts(activeElements, (name) => lookUp(kernel, instance.key, name));
	const unknown = chosen.filter((id) => !elements.some(({ elementId }) => elementId === id));
	if (unknown.length === 0) return chosen;
	throw new IncidentCause('EXTRACT_VALUE_ERROR', `Expected to activate ${unknown.join(', ')}, but no such elements can be started in it.`);
}

/** In every ad-hoc sub-process: an agent's choices, and the results so far. */
export const describeElements = ({ elements, outputCollection }: AdHoc): Variables => ({
	adHocSubProcessElements: elements,
	...(outputCollection !== undefined && { [outputCollection]: [] }),
});

/** A result variable belongs to the begun element, empty at first. */
export function resultVariable({ outputElement }: AdHoc): Variables {
	const name = findVariableName(outputElement);
	return name === undefined ? {} : { [name]: null };
}

export function beginInner(kernel: Kernel, subProcess: ElementInstance, { elementId, variables = {} }: AdHocActivation): void {
	const start = { elementId, variables: parseVariables(variables) };
	activateIn(kernel, { ...subProcess, scopeKey: subProcess.key }, toInnerId(subProcess.elementId), { variables: {}, start });
}

/**
 * All or none. @throws TroupeError INSTANCE_NOT_FOUND for the sub-process and for a foreign element, INPUT_INVALID for anything but an ad-hoc
 * sub-process, STATE_CONFLICT when it is not at work (recorded from Zeebe 8.8), and when an agent decides there: nobody acts past its rules and
 * approvals
 */
export function activateAdHoc(kernel: Kernel, key: number, elements: AdHocActivation[], cancelRemaining: boolean): void {
	const instance = findInstance(kernel, key);
	if (!instance) throw notThere('INSTANCE_NOT_FOUND', `There is no active ad-hoc sub-process ${key}.`);
	const { adHoc, job } = kernel.definitions.get(instance.definitionKey).node(instance.elementId);
	if (!adHoc || instance.elementId === toInnerId(instance.elementId)) {
		throw notThere('INPUT_INVALID', `"${instance.elementId}" is not an ad-hoc sub-process.`);
	}
	if (instance.state !== 'ACTIVATED') throw notThere('STATE_CONFLICT', `The ad-hoc sub-process ${key} is not activated.`);
	if (job?.type === 'troupe:agent') throw notThere('STATE_CONFLICT', `The agent of "${instance.elementId}" decides what runs in it.`);
	expectKnown(adHoc, elements);
	if (cancelRemaining) terminateAll(kernel, instance);
	for (const element of elements) beginInner(kernel, instance, element);
}

function expectKnown({ elements = [] }: AdHoc, asked: AdHocActivation[]): void {
	const unknown = asked.filter(({ elementId }) => !elements.some((one) => one.elementId === elementId));
	if (unknown.length === 0) return;
	const names = unknown.map(({ elementId }) => `"${elementId}"`).join(', ');
	throw notThere('INSTANCE_NOT_FOUND', `${names} cannot be started in this ad-hoc sub-process.`);
}

function notThere(code: 'INSTANCE_NOT_FOUND' | 'INPUT_INVALID' | 'STATE_CONFLICT', message: string): TroupeError {
	return new TroupeError({ code, message, fix: 'Name an active ad-hoc sub-process, and elements in it that have no incoming flow.' });
}

/** @throws TroupeError INSTANCE_NOT_FOUND for an element that is not in it */
export function decide(context: ElementContext, { activate = [], complete = false, cancelRemaining = false }: AdHocDecision): void {
	const { kernel, instance, node } = context;
	expectKnown(node.adHoc!, activate);
	if (complete) {
		setTrigger(kernel, instance.key, { ...(instance.trigger ?? { variables: {} }), fulfilled: true });
		if (activate.length === 0 && (cancelRemaining || listChildren(kernel, instance.key).length === 0)) return endNow(context);
	}
	if (cancelRemaining) terminateAll(kernel, instance);
	for (const element of activate) beginInner(kernel, instance, element);
}

function terminateAll(kernel: Kernel, subProcess: ElementInstance): void {
	for (const child of listChildren(kernel, subProcess.key)) kernel.steps.push({ kind: 'terminate', key: child.key });
}

function endNow({ kernel, instance }: ElementContext): void {
	const isEmpty = listChildren(kernel, instance.key).length === 0;
	interruptScope(kernel, instance.key, instance.elementId);
	if (isEmpty) kernel.steps.push({ kind: 'complete', key: instance.key });
}

/** Appends the result of an element that has ended. @throws IncidentCause EXTRACT_VALUE_ERROR */
export function collectResult({ kernel, process, instance, node }: ElementContext): void {
	const { outputCollection, outputElement } = node.adHoc!;
	if (outputCollection === undefined) return;
	const { value } = process.expressions.evaluate(outputElement!, (name) => lookUp(kernel, instance.key, name));
	const results = localVariables(kernel, instance.scopeKey)[outputCollection];
	if (!Array.isArray(results)) {
		throw new IncidentCause('EXTRACT_VALUE_ERROR', `The output collection '${outputCollection}' is no longer a list.`);
	}
	setLocalVariables(kernel, instance.scopeKey, { [outputCollection]: [...(results as unknown[]), value] });
}

/** Applies when nothing is left in it. @throws IncidentCause EXTRACT_VALUE_ERROR for its condition */
export function endsAdHoc({ kernel, process, instance }: ElementContext): boolean {
	const subProcess = findInstance(kernel, instance.scopeKey)!;
	const context = { kernel, process, instance: subProcess, node: process.node(subProcess.elementId) };
	const { completionCondition, cancelRemaining } = context.node.adHoc!;
	const isFulfilled = completionCondition === undefined ? subProcess.trigger?.fulfilled : holds(context, completionCondition);
	if (isFulfilled && cancelRemaining) interruptScope(kernel, subProcess.key, subProcess.elementId);
	if (context.node.job && !isFulfilled) askAgain(context);
	return isFulfilled ?? (completionCondition === undefined && !context.node.job);
}

const holds = ({ kernel, process, instance }: ElementContext, condition: string): boolean =>
	process.expressions.evaluateBoolean(condition, (name) => lookUp(kernel, instance.key, name));

/** Replaces an unanswered job: its data is old by now. */
function askAgain(context: ElementContext): void {
	const job = evaluateJobProperties(context);
	cancelJob(context);
	createJob(context, job);
}
