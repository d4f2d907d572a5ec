import type { Compiled } from '../../feel/compiled';
import { add, isNumber } from '../../feel/numbers';
import type { FeelNumber } from '../../feel/numbers';
import type { Scope } from '../../feel/scope';
import { compileFilter, iterate, loopOver, quantifyOver } from '../../feel/standard/compile-loop';
import { equal, order } from '../../feel/standard/values';
import { describe, emptyContext } from '../../feel/values';
import type { Aggregation, Boxed, DecisionTable } from '../reading/decision-model';
import type { Language } from './language';
import { compileAt, within, type Place } from './place';

interface Output {
	name: string;
	typeRef?: string;
	/** Evaluates to the allowed values, best first. */
	values?: Compiled;
	default?: Compiled;
}

/** A matching rule, counted from one, and its outputs. */
interface Hit {
	rule: number;
	row: unknown[];
	value: unknown;
}

interface Hits {
	table: DecisionTable;
	outputs: Output[];
	hits: Hit[];
	language: Language;
	scope: Scope;
}

/** DMN 1.5, 8.2.10, for at least one hit. */
function applyHitPolicy(context: Hits): unknown {
	const { table, hits, language, scope } = context;
	const values = hits.map(({ value }) => value);
	switch (table.hitPolicy) {
		case 'UNIQUE':
			return hits.length === 1
				? values[0]
				: language.violate(scope, `the rules ${listRules(hits)} match, and the hit policy UNIQUE allows one`);
		case 'ANY': {
			const isSame = values.every((value) => equal(value, values[0]) === true);
			return isSame
				? values[0]
				: language.violate(scope, `the rules ${listRules(hits)} match and differ, which the hit policy ANY forbids`);
		}
		case 'FIRST':
			return values[0];
		case 'RULE ORDER':
			return values;
		case 'PRIORITY':
			return sortByPriority(context)[0]!.value;
		case 'OUTPUT ORDER':
			return sortByPriority(context).map(({ value }) => value);
		case 'COLLECT':
			return table.aggregation ? aggregate(table.aggregation, values, context) : values;
	}
}

const listRules = (hits: Hit[]): string => hits.map(({ rule }) => rule).join(', ');

/** By the place of each output among its allowed values, the first output first. Rules of the same priority keep their order. */
function sortByPriority({ outputs, hits, language, scope }: Hits): Hit[] {
	const lists = outputs.map(({ values }) => values?.(scope));
	const placeOf = (value: unknown, column: number): number => {
		const list = lists[column];
		const place = Array.isArray(list) ? list.findIndex((expected) => language.matches(value, expected)) : -1;
		return place === -1 ? Number.MAX_SAFE_INTEGER : place;
	};
	const ranked = hits.map((hit) => ({ hit, places: outputs.map((_, column) => placeOf(hit.row[column], column)) }));
	ranked.sort((a, b) => {
		const column = a.places.findIndex((place, index) => place !== b.places[index]);
		return column === -1 ? 0 : a.places[column]! - b.places[column]!;
	});
	return ranked.map(({ hit }) => hit);
}

function aggregate(aggregation: Aggregation, values: unknown[], { language, scope }: Hits): unknown {
	if (aggregation === 'COUNT') return values.length;
	const isValid =
		aggregation === 'SUM' || language.aggregatesNumbersOnly
			? values.every(isNumber)
			: values.every((value) => order(value, values[0]) !== undefined);
	if (!isValid) return language.violate(scope, `the aggregation ${aggregation} has no result for these outputs`);
	if (aggregation === 'SUM') return (values as FeelNumber[]).reduce(add);
	const sign = aggregation === 'MIN' ? -1 : 1;
	return values.reduce((best, value) => (order(value, best)! * sign > 0 ? value : best));
}

interface Input {
	label: string;
	read: Compiled;
	typeRef?: string;
	allowed?: Compiled;
}

interface Rule {
	tests: Compiled[];
	results: Compiled[];
}

/** DMN 1.5, 8.2. @throws TroupeError DECISION_INVALID with rule and column */
function compileTable(table: DecisionTable, language: Language, place: Place): Compiled {
	const inputs = compileInputs(table, language, place);
	const outputs = compileOutputs(table, language, place);
	const rules = compileRules(table, language, place);
	return (scope) => {
		const values = readInputs(inputs, language, scope);
		if (!values) return null;
		const hits: Hit[] = [];
		for (const [index, { tests, results }] of rules.entries()) {
			scope.evaluation.step();
			if (!tests.every((test, column) => test(language.withInput(scope, values[column])) === true)) continue;
			const row = results.map((result, column) => language.convert(result(scope), outputs[column]!.typeRef, scope));
			hits.push({ rule: index + 1, row, value: language.toResult(outputs.map(({ name }, column) => [name, row[column]])) });
			if (table.hitPolicy === 'FIRST') break;
		}
		language.report?.({ inputs: values, hits });
		return hits.length === 0 ? defaultResult(table, outputs, language, scope) : applyHitPolicy({ table, outputs, hits, language, scope });
	};
}

function compileInputs({ inputs }: DecisionTable, language: Language, place: Place): Input[] {
	return inputs.map(({ label, text, typeRef, allowedValues }, index) => {
		const name = label ?? (text === '' ? String(index + 1) : text);
		const at = within(place, `input "${name}"`);
		return {
			label: name,
			read: text === '' ? () => null : compileAt(at, text, (expression) => language.expression(expression)),
			typeRef,
			allowed:
				allowedValues === undefined || !language.checksInputs
					? undefined
					: compileAt(at, allowedValues, (tests) => language.unaryTests(tests)),
		};
	});
}

/** Nothing when a value is not one of those that its column allows. */
function readInputs(inputs: Input[], language: Language, scope: Scope): unknown[] | undefined {
	const values: unknown[] = [];
	for (const { label, read, typeRef, allowed } of inputs) {
		const value = language.convert(read(scope), typeRef, scope);
		if (allowed && value !== null && allowed(language.withInput(scope, value)) !== true) {
			language.violate(scope, `${describe(value)} is not an allowed value of the input "${label}"`);
			return undefined;
		}
		values.push(value);
	}
	return values;
}

function compileOutputs({ outputs }: DecisionTable, language: Language, place: Place): Output[] {
	return outputs.map(({ name, typeRef, values, default: fallback }, index) => {
		const at = within(place, `output "${name || index + 1}"`);
		const list = values ?? language.allowedValues(typeRef);
		return {
			name: name || `output ${index + 1}`,
			typeRef,
			values: list === undefined ? undefined : compileAt(at, `[${list}]`, (text) => language.expression(text)),
			default: !fallback ? undefined : compileAt(at, fallback, (text) => language.expression(text)),
		};
	});
}

function compileRules({ rules, inputs, outputs }: DecisionTable, language: Language, place: Place): Rule[] {
	return rules.map(({ tests, results }, index) => {
		const at = (kind: string, column: number, name: string | undefined): Place =>
			within(place, `rule ${index + 1}`, `${kind} ${column + 1}${name ? ` "${name}"` : ''}`);
		return {
			tests: inputs.map(({ label, text }, column) => {
				const test = tests[column] ?? '';
				if (test === '' || test === '-') return () => true;
				return compileAt(at('input', column, label ?? text), test, (tests) => language.unaryTests(tests));
			}),
			results: outputs.slice(0, results.length).map(({ name }, column) => {
				const result = results[column]!;
				if (result === '' || result === '-') return () => null;
				return compileAt(at('output', column, name), result, (expression) => language.expression(expression));
			}),
		};
	});
}

function defaultResult({ hitPolicy }: DecisionTable, outputs: Output[], language: Language, scope: Scope): unknown {
	if (!outputs.some((output) => output.default)) return null;
	const result = language.toResult(
		outputs.map(({ name, typeRef, default: read }) => [name, read && language.convert(read(scope), typeRef, scope)]),
	);
	const isList = language.listsDefaults && (hitPolicy === 'RULE ORDER' || hitPolicy === 'OUTPUT ORDER') && !Array.isArray(result);
	return isList ? [result] : result;
}

/** @throws TroupeError DECISION_INVALID with the place */
export function compileBoxed(boxed: Boxed | undefined, language: Language, place: Place): Compiled {
	if (!boxed) return () => null;
	const compiled = compileUntyped(boxed, language, place);
	// The type of a boxed function is that of its result.
	if (boxed.typeRef === undefined || boxed.kind === 'function') return compiled;
	return (scope) => language.convert(compiled(scope), boxed.typeRef, scope);
}

function compileUntyped(boxed: Boxed, language: Language, place: Place): Compiled {
	const part = (inner: Boxed | undefined, ...path: string[]): Compiled => compileBoxed(inner, language, within(place, ...path));
	switch (boxed.kind) {
		case 'literal':
			return boxed.isFeel && boxed.text !== '' ? compileAt(place, boxed.text, (text) => language.expression(text)) : () => null;
		case 'context':
			return compileContext(boxed, language, place);
		case 'list': {
			const items = boxed.items.map((item, index) => part(item, `item ${index + 1}`));
			return (scope) => items.map((item) => item(scope));
		}
		case 'relation':
			return compileRelation(boxed, language, place);
		case 'invocation':
			return compileInvocation(boxed, language, place);
		case 'function':
			return compileFunction(boxed, language, place);
		case 'table':
			return compileTable(boxed, language, place);
		case 'conditional': {
			const condition = part(boxed.condition, 'if');
			const then = part(boxed.then, 'then');
			const otherwise = part(boxed.otherwise, 'else');
			return (scope) => {
				const value = condition(scope);
				if (value === true) return then(scope);
				if (value === false || value === null) return otherwise(scope);
				return scope.evaluation.warn('INVALID_TYPE', `Expected boolean but found '${describe(value)}'`);
			};
		}
		case 'for':
			return loopOver(iterate(boxed.variable, part(boxed.list, 'in')), part(boxed.body, 'return'));
		case 'some':
		case 'every':
			return quantifyOver(boxed.kind === 'some', iterate(boxed.variable, part(boxed.list, 'in')), part(boxed.body, 'satisfies'), true);
		case 'filter':
			return compileFilter(part(boxed.list, 'in'), part(boxed.condition, 'match'), true);
	}
}

/** Entries see those before them; a context with a result is its result. */
function compileContext({ entries, result }: Boxed & { kind: 'context' }, language: Language, place: Place): Compiled {
	const compiled = entries.map(({ name, typeRef, value }) => {
		const at = within(place, `entry "${name}"`);
		return { name, typeRef, isFunction: value?.kind === 'function', entry: compileBoxed(value, language, at) };
	});
	const compiledResult = result && compileBoxed(result, language, within(place, 'result'));
	return (scope) => {
		const context = emptyContext();
		for (const { name, typeRef, isFunction, entry } of compiled) {
			const value = entry(language.withNames(scope, context));
			context[name] = isFunction ? value : language.convert(value, typeRef, scope);
		}
		return compiledResult ? compiledResult(language.withNames(scope, context)) : context;
	};
}

function compileRelation({ columns, rows }: Boxed & { kind: 'relation' }, language: Language, place: Place): Compiled {
	const compiled = rows.map((row, index) =>
		columns.map(({ name, typeRef }, column) => {
			const cell = compileBoxed(row[column], language, within(place, `row ${index + 1}`, `column "${name}"`));
			return { name, typeRef, cell };
		}),
	);
	return (scope) =>
		compiled.map((row) => {
			const context = emptyContext();
			for (const { name, typeRef, cell } of row) context[name] = language.convert(cell(scope), typeRef, scope);
			return context;
		});
}

function compileInvocation({ called, bindings }: Boxed & { kind: 'invocation' }, language: Language, place: Place): Compiled {
	const callee = compileAt(within(place, 'called function'), called, (text) => language.callee(text));
	const values = bindings.map(({ name, value }) => [name, compileBoxed(value, language, within(place, `argument "${name}"`))] as const);
	return (scope) => callee(scope, new Map(values.map(([name, value]) => [name, value(scope)])));
}

function compileFunction({ parameters, body, typeRef }: Boxed & { kind: 'function' }, language: Language, place: Place): Compiled {
	const compiled = compileBoxed(body, language, within(place, 'function'));
	return (scope) => language.createFunction(scope, parameters, compiled, typeRef);
}
