import { arithmetic } from './arithmetic';
import { comparators } from './comparators';
import { compileCall, compileMethod } from './compile-call';
import { compileFilter } from './compile-filter';
import { compileFor, compileQuantifier } from './compile-loop';
import { compileIn, compileInputComparison, compileInputInRange, compileInputTest, inputSymbol } from './compile-unary';
import type { Compiled } from './compiled';
import { connect, notBoolean } from './connectives';
import { isNumber, negate } from './numbers';
import { readProperty } from './properties';
import { FeelFailure, type Scope } from './scope';
import type { Comparator, Node, RangeNode } from './syntax';
import { describe, emptyContext, FunctionValue, functionsOf, RangeValue, typeName, getType, type Context } from './values';

export function compile(node: Node): Compiled {
	switch (node.kind) {
		case 'constant':
			return () => node.value;
		case 'input':
			return compileInputSymbol;
		case 'list': {
			const items = node.items.map(compile);
			return (scope) => items.map((item) => item(scope));
		}
		case 'context':
			return compileContext(node.entries);
		case 'range':
			return compileRange(node);
		case 'reference':
			return compileReference(node.names);
		case 'path': {
			const base = compile(node.base);
			return (scope) => path(scope, base(scope), node.name);
		}
		case 'filter':
			return compileFilter(node.base, node.condition, compile);
		case 'call':
			return compileCall(node.name, node.parameters, compile);
		case 'method':
			return compileMethod(compileReference(node.path), node.name, node.parameters, compile);
		case 'function':
			return compileFunction(node.parameters, node.body);
		default:
			return compileOperation(node);
	}
}

type Operation = Exclude<
	Node,
	{ kind: 'constant' | 'input' | 'list' | 'context' | 'range' | 'reference' | 'path' | 'filter' | 'call' | 'method' | 'function' }
>;

function compileOperation(node: Operation): Compiled {
	switch (node.kind) {
		case 'arithmetic':
			return compileArithmetic(node.operator, compile(node.left), compile(node.right));
		case 'negation':
			return compileNegation(compile(node.operand));
		case 'comparison':
			return compileComparison(node.operator, compile(node.left), compile(node.right));
		case 'not':
			return compileNot(compile(node.operand));
		case 'and':
		case 'or':
			return compileConnective(node.kind === 'or', node.operands.map(compile));
		case 'if':
			return compileIf(compile(node.condition), compile(node.then), compile(node.otherwise));
		case 'instance of':
			return compileInstanceOf(compile(node.value), node.type);
		case 'in':
			return compileIn(compile(node.value), compile(node.test));
		case 'input comparison':
			return compileInputComparison(node.operator, compile(node.operand));
		case 'input in range':
			return compileInputInRange(node.range, compile);
		case 'input test':
			return compileInputTest(node.expression, compile);
		case 'for':
			return compileFor(node.iterators, node.body, compile);
		case 'some':
		case 'every':
			return compileQuantifier(node.kind, node.iterators, node.body, compile);
		case 'sequence':
			throw new Error('A sequence is only allowed in an iteration.');
	}
}

const compileInputSymbol: Compiled = (scope) => {
	const value = scope.get(inputSymbol);
	if (value !== undefined) return value;
	throw new FeelFailure(`No input value available. '${inputSymbol}' can only be used inside an unary-test expression.`);
};

function compileContext(entries: Array<[string, Node]>): Compiled {
	const compiled = entries.map(([key, node]) => ({ key, entry: compile(node), isFunction: node.kind === 'function' }));
	return (scope) => {
		const context = emptyContext();
		const inner = scope.with(context);
		for (const { key, entry, isFunction } of compiled) {
			// A function sees the entries before it, and not itself: there is no recursion.
			const value = entry(isFunction ? scope.with(copyContext(context)) : inner);
			if (value instanceof FunctionValue) (context[functionsOf] ??= new Map()).set(key, value);
			else context[key] = value;
		}
		return context;
	};
}

const copyContext = (context: ReturnType<typeof emptyContext>): Context =>
	Object.assign(emptyContext(), context, { [functionsOf]: new Map(context[functionsOf]) });

const rangeTypes = new Set([
	'number',
	'date',
	'time',
	'local time',
	'date and time',
	'local date and time',
	'years and months duration',
	'days and time duration',
]);

function compileRange({ start, startClosed, end, endClosed }: RangeNode): Compiled {
	const from = compile(start);
	const to = compile(end);
	return (scope) => {
		const first = from(scope);
		const last = to(scope);
		if (!rangeTypes.has(getType(first)) || getType(first) !== getType(last)) {
			return scope.evaluation.warn('INVALID_TYPE', `Invalid range definition from '${describe(first)}' to '${describe(last)}'`);
		}
		return new RangeValue(first, startClosed, last, endClosed);
	};
}

function compileReference([first, ...rest]: string[]): Compiled {
	const name = first!;
	return (scope) => {
		const value = scope.get(name);
		if (value === undefined) return scope.evaluation.warn('NO_VARIABLE_FOUND', `No variable found with name '${name}'`);
		return rest.reduce<unknown>((base, key) => path(scope, base, key), value);
	};
}

function path(scope: Scope, base: unknown, key: string): unknown {
	if (Array.isArray(base)) return base.map((item) => path(scope, item, key));
	return readProperty(scope.evaluation, base, key);
}

function compileFunction(parameters: string[], body: Node): Compiled {
	const compiled = compile(body);
	return (scope) =>
		new FunctionValue(parameters, (values) => {
			scope.evaluation.step();
			const names: Context = emptyContext();
			parameters.forEach((parameter, index) => (names[parameter] = values[index]));
			return scope.evaluation.nested(() => compiled(scope.with(names)));
		});
}

function compileArithmetic(operator: '+' | '-' | '*' | '/' | '**', left: Compiled, right: Compiled): Compiled {
	const calculate = arithmetic[operator];
	return (scope) => {
		const a = left(scope);
		const b = right(scope);
		return calculate(a, b) ?? scope.evaluation.warn('INVALID_TYPE', cannot(operator, describe(a), describe(b)));
	};
}

function cannot(operator: string, a: string, b: string): string {
	if (operator === '+') return `Can't add '${b}' to '${a}'`;
	if (operator === '-') return `Can't subtract '${b}' from '${a}'`;
	if (operator === '*') return `Can't multiply '${a}' by '${b}'`;
	return operator === '/' ? `Can't divide '${a}' by '${b}'` : `Expected number but found '${a}' and '${b}'`;
}

const compileNegation =
	(operand: Compiled): Compiled =>
	(scope) => {
		const value = operand(scope);
		return isNumber(value) ? negate(value) : scope.evaluation.warn('INVALID_TYPE', `Expected number but found '${describe(value)}'`);
	};

function compileComparison(operator: Comparator, left: Compiled, right: Compiled): Compiled {
	const test = comparators[operator];
	return (scope) => test(scope, left(scope), right(scope));
}

const compileNot =
	(operand: Compiled): Compiled =>
	(scope) => {
		const value = operand(scope);
		return typeof value === 'boolean' ? !value : notBoolean(scope, value);
	};

function compileConnective(decisive: boolean, operands: Compiled[]): Compiled {
	return (scope) => connect(scope, decisive, operands);
}

const compileIf =
	(condition: Compiled, then: Compiled, otherwise: Compiled): Compiled =>
	(scope) => {
		const value = condition(scope);
		if (typeof value !== 'boolean') notBoolean(scope, value);
		return value === true ? then(scope) : otherwise(scope);
	};

function compileInstanceOf(value: Compiled, type: string): Compiled {
	if (type === 'Any') return (scope) => value(scope) !== null;
	return (scope) => typeName(value(scope)) === type;
}
