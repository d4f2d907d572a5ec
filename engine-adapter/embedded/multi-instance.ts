import type { FlowNode, Loop } from '../../bpmn/process-model';
import { IncidentCause, type ElementContext } from './element-behavior';
import { childrenOf, findInstance, setTrigger, type ElementInstance } from './element-instances';
import { interruptScope } from './interrupt-scope';
import type { Kernel } from './kernel';
import { activateIn } from './tokens';
import { localVariables, lookUp, setLocalVariables } from './variables';

interface CountRow {
	total: number;
	started: number;
	completed: number;
}

/** Zeebe's documentation, multi-instance: the items of a body. @throws IncidentCause EXTRACT_VALUE_ERROR when they are no list */
export function evaluateItems({ kernel, instance, node }: ElementContext): unknown[] {
	const { inputCollection } = node.loop!;
	const { value } = kernel.expressions.evaluate(inputCollection, (name) => lookUp(kernel, instance.key, name));
	if (Array.isArray(value)) return value;
	throw new IncidentCause('EXTRACT_VALUE_ERROR', `Expected result of the expression '${inputCollection.slice(1)}' to be 'ARRAY'.`);
}

/** Begins all iterations, or the first of those that follow each other. */
export function beginIterations({ kernel, instance, node }: ElementContext, items: unknown[]): void {
	const loop = node.loop!;
	const begun = loop.sequential ? items.slice(0, 1) : items;
	kernel.database.run('INSERT INTO multi_instance VALUES (?, ?, ?, 0)', instance.key, items.length, begun.length);
	if (loop.outputCollection !== undefined) {
		setLocalVariables(kernel, instance.key, { [loop.outputCollection]: items.map(() => null) });
	}
	for (const [index, item] of begun.entries()) beginIteration(kernel, instance, node.iteration!, loop, index, item);
}

function beginIteration(kernel: Kernel, body: ElementInstance, iterationId: string, loop: Loop, index: number, item: unknown): void {
	const result = variableOf(loop.outputElement);
	const locals = { ...(result && { [result]: null }), ...(loop.inputElement && { [loop.inputElement]: item }), loopCounter: index + 1 };
	activateIn(kernel, { ...body, scopeKey: body.key }, iterationId, undefined, locals);
}

/** A result that is a variable is the iteration's own, empty at first, so that iterations do not mix theirs (recorded from 8.6). */
const variableOf = (expression = ''): string | undefined =>
	/^=\s*(?!(?:null|true|false)\b)([\p{L}_][\p{L}\p{N}_]*)(?:\.[\p{L}\p{N}_]+)*\s*$/u.exec(expression)?.[1];

/** An iteration is about to end: its result is collected, the condition asked, the next one begun. @throws IncidentCause */
export function completeIteration(context: ElementContext): void {
	const { kernel, instance, node, process } = context;
	const body = findInstance(kernel, instance.scopeKey)!;
	// What it brought was merged, and is not merged again when the rest is tried again.
	if (instance.trigger) setTrigger(kernel, instance.key, { ...instance.trigger, variables: {} });
	const bodyNode: FlowNode = process.node(body.elementId);
	collectResult(context, body);
	const { total, started, completed } = kernel.database.get<CountRow>('SELECT * FROM multi_instance WHERE body_key = ?', body.key)!;
	const isOver = holds(context, { total, completed: completed + 1, active: childrenOf(kernel, body.key).length - 1 });
	kernel.database.run('UPDATE multi_instance SET completed = completed + 1 WHERE body_key = ?', body.key);
	if (isOver) return interruptScope(kernel, body.key, body.elementId);
	if (!node.loop!.sequential) return;
	const items = evaluateItems({ ...context, instance: body, node: bodyNode });
	if (started >= items.length) return;
	kernel.database.run('UPDATE multi_instance SET started = started + 1 WHERE body_key = ?', body.key);
	beginIteration(kernel, body, node.id, node.loop!, started, items[started]);
}

function collectResult({ kernel, instance, node }: ElementContext, body: ElementInstance): void {
	const { outputCollection, outputElement } = node.loop!;
	if (outputCollection === undefined) return;
	const { value } = kernel.expressions.evaluate(outputElement!, (name) => lookUp(kernel, instance.key, name));
	const results = localVariables(kernel, body.key)[outputCollection] as unknown[];
	const counter = lookUp(kernel, instance.key, 'loopCounter') as number;
	setLocalVariables(kernel, body.key, { [outputCollection]: results.with(counter - 1, value) });
}

/** Zeebe's documentation, multi-instance: the condition may ask how many iterations there are. */
function holds({ kernel, instance, node }: ElementContext, counts: { total: number; completed: number; active: number }): boolean {
	if (node.loop!.completionCondition === undefined) return false;
	const properties: Record<string, number> = {
		numberOfInstances: counts.total,
		numberOfActiveInstances: counts.active,
		numberOfCompletedInstances: counts.completed,
		numberOfTerminatedInstances: 0,
	};
	return kernel.expressions.evaluateBoolean(
		node.loop!.completionCondition,
		(name) => properties[name] ?? lookUp(kernel, instance.key, name),
	);
}

/** The results of all iterations. */
export function takeResults({ kernel, instance, node }: ElementContext): Record<string, unknown> {
	const { outputCollection } = node.loop!;
	return outputCollection === undefined ? {} : { [outputCollection]: localVariables(kernel, instance.key)[outputCollection] };
}

export function forgetIterations({ kernel, instance }: ElementContext): void {
	kernel.database.run('DELETE FROM multi_instance WHERE body_key = ?', instance.key);
}
