import type { Compiled } from '../compiled';
import { isNumber, negate } from '../numbers';
import { readProperty } from '../properties';
import type { Scope } from '../scope';
import { DurationValue, MonthsValue, isTemporal } from '../temporal';
import { RangeValue, describe, emptyContext, isContext, named } from '../values';
import { calculate } from './arithmetic';
import { compileCall, compileFunction } from './compile-call';
import { compileFilter, compileFor, compileQuantifier } from './compile-loop';
import { compileTests } from './compile-tests';
import { compareValues } from './compare-values';
import { builtInNames, functionNamed } from './functions';
import { NameTable } from './name-table';
import { parseExpression, parseUnaryTests } from './parser';
import type { Comparator, Compile, Node } from './syntax';
import type { FindType } from './types';
import { isInstance, resolveType } from './types';
import { entryOf, order, unbounded } from './values';

/** Compiles for a model, whose types the expression can name. */
function createCompile(findType: FindType): Compile {
	const compile: Compile = (node) => {
		switch (node.kind) {
			case 'constant':
				return () => node.value;
			case 'any':
				return () => true;
			case 'name':
				return compileName(node.name);
			case 'list': {
				const items = node.items.map(compile);
				return (scope) => items.map((item) => item(scope));
			}
			case 'context':
				return compileContext(node.entries.map(([key, value]) => [key, compile(value)]));
			case 'range':
				return compileRange(node, compile(node.start), compile(node.end));
			case 'open range':
				return compileOpenRange(node.operator, compile(node.operand));
			case 'path': {
				const base = compile(node.base);
				return (scope) => readPath(scope, base(scope), node.name);
			}
			case 'filter':
				return compileFilter(compile(node.base), compile(node.condition));
			case 'call':
				return compileCall(compile(node.callee), node.parameters, compile);
			case 'function':
				return compileFunction(node.parameters, compile(node.body), findType);
			case 'tests':
				return compileTests(node, compile);
			default:
				return compileOperation(node);
		}
	};

	function compileOperation(node: Operation): Compiled {
		switch (node.kind) {
			case 'arithmetic': {
				const left = compile(node.left);
				const right = compile(node.right);
				return (scope) => arithmetic(scope, node.operator, left(scope), right(scope));
			}
			case 'negation':
				return compileNegation(compile(node.operand));
			case 'comparison': {
				const left = compile(node.left);
				const right = compile(node.right);
				return (scope) => compareValues(scope, node.operator, left(scope), right(scope));
			}
			case 'and':
			case 'or':
				return compileConnective(node.kind === 'or', compile(node.left), compile(node.right));
			case 'between':
				return compileBetween(compile(node.value), compile(node.from), compile(node.to));
			case 'in': {
				const value = compile(node.value);
				const tests = compile(node.tests);
				return (scope) => tests(scope.with(named('?', value(scope))));
			}
			case 'instance of': {
				const value = compile(node.value);
				const type = resolveType(node.type, findType);
				return (scope) => (type ? isInstance(value(scope), type) : scope.evaluation.warn('UNKNOWN_TYPE', 'There is no such type'));
			}
			case 'if': {
				const condition = compile(node.condition);
				const then = compile(node.then);
				const otherwise = compile(node.otherwise);
				return (scope) => (condition(scope) === true ? then(scope) : otherwise(scope));
			}
			case 'for':
				return compileFor(node.iterators, node.body, compile);
			case 'some':
			case 'every':
				return compileQuantifier(node.kind === 'some', node.iterators, node.body, compile);
		}
	}
	return compile;
}

type Operation = Exclude<
	Node,
	{
		kind: 'constant' | 'any' | 'name' | 'list' | 'context' | 'range' | 'open range' | 'path' | 'filter' | 'call' | 'function' | 'tests';
	}
>;

function compileName(name: string): Compiled {
	const builtIn = functionNamed(name);
	const [first, ...keys] = name.split('.');
	return (scope) => {
		const value = scope.get(name);
		if (value !== undefined) return value;
		// A name can contain a point, which is the path everywhere else.
		const base = keys.length > 0 ? scope.get(first!) : undefined;
		if (base !== undefined) return keys.reduce<unknown>((part, key) => readPath(scope, part, key), base);
		return builtIn ?? scope.evaluation.warn('NO_VARIABLE_FOUND', `No variable found with name '${name}'`);
	};
}

/** Entries see those before them; a function sees them all, itself too. */
function compileContext(entries: Array<[string, Compiled]>): Compiled {
	const names = new Set(entries.map(([key]) => key));
	if (names.size < entries.length) return (scope) => scope.evaluation.warn('INVALID_CONTEXT', 'A key of the context is there twice');
	return (scope) => {
		const context = emptyContext();
		const within = scope.with(context);
		for (const [key, entry] of entries) context[key] = entry(within);
		return context;
	};
}

function compileRange({ startClosed, endClosed }: Node & { kind: 'range' }, start: Compiled, end: Compiled): Compiled {
	return (scope) => {
		const from = start(scope);
		const to = end(scope);
		if (from !== null && to !== null && order(from, to) === undefined)
			return scope.evaluation.warn('INVALID_TYPE', `Invalid range definition from '${describe(from)}' to '${describe(to)}'`);
		return new RangeValue(from, startClosed, to, endClosed);
	};
}

function compileOpenRange(operator: Comparator, operand: Compiled): Compiled {
	return (scope) => {
		const end = operand(scope);
		if (operator === '=' || operator === '!=') return operator === '=' ? new RangeValue(end, true, end, true) : null;
		const closed = operator.endsWith('=');
		return operator.startsWith('<') ? new RangeValue(unbounded, false, end, closed) : new RangeValue(end, closed, unbounded, false);
	};
}

function readPath(scope: Scope, base: unknown, key: string): unknown {
	if (Array.isArray(base)) return base.map((item) => readPath(scope, item, key));
	if (isContext(base))
		return entryOf(base, key) ?? scope.evaluation.warn('NO_CONTEXT_ENTRY_FOUND', `No context entry found with key '${key}'`);
	if (base instanceof RangeValue) return readRangePart(base, key) ?? null;
	return isTemporal(base) ? readProperty(scope.evaluation, base, key) : null;
}

function readRangePart({ start, startClosed, end, endClosed }: RangeValue, key: string): unknown {
	const parts: Record<string, unknown> = { start, 'start included': startClosed, end, 'end included': endClosed };
	return Object.hasOwn(parts, key) ? parts[key] : undefined;
}

function arithmetic(scope: Scope, operator: '+' | '-' | '*' | '/' | '**', a: unknown, b: unknown): unknown {
	return calculate(operator, a, b) ?? scope.evaluation.warn('INVALID_TYPE', `No result of '${describe(a)}' ${operator} '${describe(b)}'`);
}

const compileNegation =
	(operand: Compiled): Compiled =>
	(scope) => {
		const value = operand(scope);
		if (isNumber(value)) return negate(value);
		if (value instanceof MonthsValue) return new MonthsValue(-value.months);
		if (value instanceof DurationValue) return new DurationValue(-value.nanos);
		return scope.evaluation.warn('INVALID_TYPE', `Expected number but found '${describe(value)}'`);
	};

/** The deciding value wins over a non-boolean (DMN 1.5, table 51). */
function compileConnective(decisive: boolean, left: Compiled, right: Compiled): Compiled {
	return (scope) => {
		const a = left(scope);
		if (a === decisive) return decisive;
		const b = right(scope);
		if (b === decisive) return decisive;
		return typeof a === 'boolean' && typeof b === 'boolean' ? !decisive : null;
	};
}

function compileBetween(value: Compiled, from: Compiled, to: Compiled): Compiled {
	return (scope) => {
		const tested = value(scope);
		const above = compareValues(scope, '>=', tested, from(scope));
		const below = compareValues(scope, '<=', tested, to(scope));
		if (above === null || below === null) return null;
		return above && below;
	};
}

/** FEEL as DMN 1.5 defines it, for one model: its names and types. */
interface StandardFeel {
	readonly expression: (text: string) => Compiled;
	/** The tests of a cell: true, false, or null; the tested value is `?`. @throws FeelSyntaxError with the position */
	readonly unaryTests: (text: string) => Compiled;
}

export function openStandardFeel(names: Iterable<string>, findType: FindType): StandardFeel {
	const table = new NameTable([...builtInNames, ...names]);
	const compile = createCompile(findType);
	return {
		expression: (text) => compile(parseExpression(text, table)),
		unaryTests: (text) => compile(parseUnaryTests(text, table)),
	};
}
