import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import { maxIterations, maxOfScopeAtOnce } from '../bounds';
import type { Expressions } from './expressions';
import type { ElementContext, Kernel } from './kernel';
import { IncidentCause } from './incident-cause';
import { countIterations, listChildren, deleteInstance, findInstance, setTrigger } from '../state/instances/element-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import { interruptScope } from './interrupt-scope';
import { activateIn } from './flow-tokens';
import { localVariables, lookUp, lookUpJson, setLocalVariables } from '../state/instances/variables';

interface CountRow {
	total: number;
	started: number;
	completed: number;
	items: string | null;
}

/** A collection as it was evaluated last, and the variables that it came from, as JSON. */
interface Evaluated {
	inputCollection: string;
	expressions: Expressions;
	variables: Map<string, string | undefined>;
	items: unknown[];
	at: number;
}

/** Each iteration asks for the whole collection: evaluated each time, the cost would grow with the square of its items. */
const lastEvaluated = new WeakMap<Kernel, Evaluated>();
/** An expression can ask for the time. */
const maxAgeMs = 1_000;

/** Zeebe's documentation, multi-instance. @throws IncidentCause EXTRACT_VALUE_ERROR when the items are not a list, or too many */
export function evaluateItems({ kernel, process, instance, node }: ElementContext): unknown[] {
	const { inputCollection } = node.loop!;
	const last = lastEvaluated.get(kernel);
	const at = kernel.clock.now();
	const isSame = ([name, json]: [string, string | undefined]) => lookUpJson(kernel, instance.key, name) === json;
	const isAsked = last?.inputCollection === inputCollection && last.expressions === process.expressions;
	if (isAsked && at - last.at < maxAgeMs && [...last.variables].every(isSame)) return last.items;
	const variables = new Map<string, string | undefined>();
	const { expressions } = process;
	const items = expressions.evaluateList(inputCollection, (name) => {
		const json = lookUpJson(kernel, instance.key, name);
		variables.set(name, json);
		return json === undefined ? undefined : parseJson(json);
	});
	const message = `Expected at most ${maxIterations} items of the input collection, but it holds ${items.length}.`;
	if (items.length > maxIterations) throw new IncidentCause('EXTRACT_VALUE_ERROR', message);
	lastEvaluated.set(kernel, { inputCollection, expressions, variables, items, at });
	return items;
}

/** Zeebe's documentation, multi-instance: all iterations at once, or the first of a sequence. */
export function openIterations({ kernel, instance, node, process }: ElementContext, items: unknown[]): void {
	const { sequential, outputCollection } = node.loop!;
	const begun = sequential ? Math.min(1, items.length) : items.length;
	const kept = process.rules.keepsItems ? stringifyJson(items) : null;
	kernel.database.run('INSERT INTO multi_instance VALUES (?, ?, ?, 0, ?)', instance.key, items.length, begun, kept);
	if (outputCollection !== undefined) setLocalVariables(kernel, instance.key, { [outputCollection]: items.map(() => null) });
	if (sequential && begun > 0) beginIteration(kernel, instance, node.iteration!, 0);
	else if (begun > 0) kernel.steps.push({ kind: 'begin-iterations', key: instance.key, count: begun });
}

/** A separate step, as in Zeebe: other branches step before it (recorded from 8.6), and between the iterations in 8.8. */
export function beginIterations({ kernel, instance, node, process }: ElementContext, step: { count: number; from?: number }): void {
	const { count, from = 0 } = step;
	const end = process.rules.beginsIterationsInTurn ? from + 1 : Math.min(count, from + maxOfScopeAtOnce);
	for (let index = from; index < end; index++) beginIteration(kernel, instance, node.iteration!, index);
	if (end < count) kernel.steps.push({ kind: 'begin-iterations', key: instance.key, count, from: end });
}

function beginIteration(kernel: Kernel, body: ElementInstance, iterationId: string, index: number): void {
	activateIn(kernel, { ...body, scopeKey: body.key }, iterationId, undefined, { [counterName]: index + 1 });
}

const counterName = 'loopCounter';

/** The collection of a body that has begun: as it was then, or is now. @throws IncidentCause EXTRACT_VALUE_ERROR */
function readItems(context: ElementContext, bodyKey: number): unknown[] {
	const { items: json } = readCounts(context.kernel, bodyKey);
	if (json === null) return evaluateItems(context);
	const last = lastRead.get(context.kernel);
	if (last?.json === json) return last.items;
	const items = parseJson(json) as unknown[];
	lastRead.set(context.kernel, { json, items });
	return items;
}

const lastRead = new WeakMap<Kernel, { json: string; items: unknown[] }>();

const readCounts = (kernel: Kernel, bodyKey: number): CountRow =>
	kernel.database.get<CountRow>('SELECT * FROM multi_instance WHERE body_key = ?', bodyKey)!;

/** At the beginning of an iteration. @throws IncidentCause EXTRACT_VALUE_ERROR */
export function takeItem(context: ElementContext): void {
	const { kernel, instance, node } = context;
	const { inputElement, outputElement } = node.loop!;
	const items = readItems(context, instance.scopeKey);
	const index = (localVariables(kernel, instance.key)[counterName] as number) - 1;
	if (index >= items.length) {
		const message = `Expected to read item ${index} of the input collection, but it holds only ${items.length}: it may have changed meanwhile.`;
		throw new IncidentCause('EXTRACT_VALUE_ERROR', message);
	}
	const result = findVariableName(outputElement);
	setLocalVariables(kernel, instance.key, {
		...(result !== undefined && result !== counterName && { [result]: null }),
		...(inputElement !== undefined && { [inputElement]: items[index] }),
	});
}

/** A result variable is the iteration's own, empty at first (recorded from 8.6). */
export const findVariableName = (expression = ''): string | undefined =>
	/^=\s*(?!(?:null|true|false)\b)([\p{L}_][\p{L}\p{N}_]*)(?:\.[\p{L}\p{N}_]+)*\s*$/u.exec(expression)?.[1];

/**
 * Collects the result, checks the condition and begins the next iteration. @returns true if the body ends: not when its collection has another size
 * by then (recorded from 8.6) @throws IncidentCause
 */
export function completeIteration(context: ElementContext): boolean {
	const { kernel, instance, node, process } = context;
	const body = findInstance(kernel, instance.scopeKey)!;
	// Merged variables must not be merged again on a retry.
	if (instance.trigger) setTrigger(kernel, instance.key, { ...instance.trigger, variables: {} });
	collectResult(context, body);
	const counts = readCounts(kernel, body.key);
	const { started } = counts;
	const completed = counts.completed + 1;
	// Counted only for a condition: with each iteration, the cost would grow with the square of their number.
	const active = node.loop!.completionCondition === undefined ? 0 : countIterations(kernel, body.key) - 1;
	const isOver = holds(context, { total: counts.total, completed, active, terminated: started - completed - active });
	const items = readItems({ ...context, instance: body, node: process.node(body.elementId) }, body.key);
	kernel.database.run('UPDATE multi_instance SET completed = ? WHERE body_key = ?', completed, body.key);
	if (isOver) {
		// In 8.8 the body completes as soon as nothing in it is at work, even before a next beginning (recorded).
		if (active === 0 && process.rules.beginsIterationsInTurn) kernel.instances.setOpenFlows(body.key, 0);
		else interruptScope(kernel, body.key, body.elementId);
		return true;
	}
	if (!node.loop!.sequential || started >= items.length) return started === items.length;
	kernel.database.run('UPDATE multi_instance SET started = started + 1 WHERE body_key = ?', body.key);
	beginIteration(kernel, body, node.id, started);
	return false;
}

function collectResult({ kernel, process, instance, node }: ElementContext, body: ElementInstance): void {
	const { outputCollection, outputElement } = node.loop!;
	if (outputCollection === undefined) return;
	const { value } = process.expressions.evaluate(outputElement!, (name) => lookUp(kernel, instance.key, name));
	const results = localVariables(kernel, body.key)[outputCollection];
	const counter = lookUp(kernel, instance.key, counterName) as number;
	if (!Array.isArray(results) || counter > results.length) {
		const message = `Unable to write item ${counter} of the output collection '${outputCollection}': it holds no such item.`;
		throw new IncidentCause('EXTRACT_VALUE_ERROR', message);
	}
	setLocalVariables(kernel, body.key, { [outputCollection]: results.with(counter - 1, value) });
}

type Counts = Record<'total' | 'completed' | 'active' | 'terminated', number>;

/** Zeebe's documentation, multi-instance: the condition can use the number of iterations. */
function holds({ kernel, process, instance, node }: ElementContext, counts: Counts): boolean {
	if (node.loop!.completionCondition === undefined) return false;
	const properties: Record<string, number> = {
		numberOfInstances: counts.total,
		numberOfActiveInstances: counts.active,
		numberOfCompletedInstances: counts.completed,
		numberOfTerminatedInstances: counts.terminated,
	};
	return process.expressions.evaluateBoolean(
		node.loop!.completionCondition,
		(name) => properties[name] ?? lookUp(kernel, instance.key, name),
	);
}

export function takeResults({ kernel, instance, node }: ElementContext): Record<string, unknown> {
	const { outputCollection } = node.loop!;
	return outputCollection === undefined ? {} : { [outputCollection]: localVariables(kernel, instance.key)[outputCollection] };
}

/** Iterations after the fulfilled condition are not told to end. */
export function forgetIterations({ kernel, instance }: ElementContext): void {
	if (instance.state === 'COMPLETING') for (const iteration of listChildren(kernel, instance.key)) deleteInstance(kernel, iteration);
	kernel.database.run('DELETE FROM multi_instance WHERE body_key = ?', instance.key);
}
