import type { Compiled } from '../compiled';
import { callCost, spend, spendOn } from '../evaluation-budget';
import type { Scope } from '../scope';
import { describe, emptyContext, FunctionValue } from '../values';
import { BuiltInFunction } from './functions';
import type { Parameter, Parameters, Compile } from './syntax';
import { anyType, coerce, resolveType, type FindType, type Type } from './types';

/** A function whose parameters and result have types. */
class TypedFunction extends FunctionValue {
	constructor(
		parameters: string[],
		invoke: (values: unknown[]) => unknown,
		readonly types: { parameters: Type[]; result: Type },
	) {
		super(parameters, invoke);
	}
}

export function compileFunction(parameters: Parameter[], body: Compiled, findType: FindType): Compiled {
	const names = parameters.map(({ name }) => name);
	const types = parameters.map(({ type }) => (type ? (resolveType(type, findType) ?? anyType) : anyType));
	return (scope) => createFunction(scope, names, types, body);
}

/** Creates a closure. An argument of another type makes the result null. */
export function createFunction(scope: Scope, names: string[], types: Type[], body: Compiled, result: Type = anyType): FunctionValue {
	const invoke = (values: unknown[]): unknown => {
		scope.evaluation.step();
		const own = emptyContext();
		for (const [index, name] of names.entries()) {
			const value = coerce(values[index] ?? null, types[index]!);
			if (value === undefined) return scope.evaluation.warn('INVALID_TYPE', `'${describe(values[index])}' is not of the type of '${name}'`);
			own[name] = value;
		}
		return scope.evaluation.nested(() => coerce(body(scope.with(own)), result) ?? null);
	};
	return new TypedFunction(names, invoke, { parameters: types, result });
}

export function compileCall(callee: Compiled, parameters: Parameters, compile: Compile): Compiled {
	const given = compileParameters(parameters, compile);
	return (scope) => {
		const target = callee(scope);
		if (!(target instanceof FunctionValue)) return scope.evaluation.warn('NO_FUNCTION_FOUND', `'${describe(target)}' is not a function`);
		return call(scope, target, given(scope));
	};
}

type Arguments = unknown[] | Map<string, unknown>;

export function call(scope: Scope, target: FunctionValue, given: Arguments): unknown {
	spend(callCost);
	if (target instanceof BuiltInFunction) return target.call(given, scope.evaluation);
	const values = Array.isArray(given) ? given : toPositions(target, given);
	if (!values || values.length !== target.parameters.length)
		return scope.evaluation.warn('NO_FUNCTION_FOUND', `${describe(target)} has other parameters`);
	const result = target.invoke(values);
	spendOn(result);
	return result;
}

function toPositions({ parameters }: FunctionValue, given: Map<string, unknown>): unknown[] | undefined {
	if (given.size !== parameters.length) return undefined;
	return parameters.every((name) => given.has(name)) ? parameters.map((name) => given.get(name)) : undefined;
}

function compileParameters(parameters: Parameters, compile: Compile): (scope: Scope) => Arguments {
	if ('named' in parameters) {
		const values = [...parameters.named].map(([name, node]) => [name, compile(node)] as const);
		return (scope) => new Map(values.map(([name, value]) => [name, value(scope)]));
	}
	const values = parameters.positional.map(compile);
	return (scope) => values.map((value) => value(scope));
}
