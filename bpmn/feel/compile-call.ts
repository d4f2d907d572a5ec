import { callCost, spend, spendOn } from './evaluation-budget';
import type { Compile, Compiled } from './compiled';
import { findBuiltIn, WrongArguments } from './functions';
import type { BuiltIn } from './functions/built-in';
import { FeelFailure, type Scope } from './scope';
import type { Parameters } from './syntax';
import type { FunctionValue } from './values';
import { describe, functionsOf, isContext } from './values';

/** A function of the expression's, or one of the language. */
export function compileCall(name: string, parameters: Parameters, compile: Compile): Compiled {
	const given = compileParameters(parameters, compile);
	const builtIn = findBuiltIn(name, (candidate) => fits(candidate.parameters, candidate.takesMore ?? false, parameters));
	return (scope) => {
		const own = scope.findFunction(name);
		if (own && fits(own.parameters, own.takesMore, parameters)) return own.invoke(given(scope, own.parameters, own.takesMore));
		const { functions = {} } = scope.evaluation.host;
		if (Object.hasOwn(functions, name)) return functions[name]!(given(scope, [], false));
		if (builtIn && (!builtIn.isLater || scope.evaluation.version !== '8.6'))
			return invoke(scope, name, builtIn, given(scope, builtIn.parameters, builtIn.takesMore ?? false));
		return scope.evaluation.warn('NO_FUNCTION_FOUND', `No function found with name '${name}' and ${describeParameters(parameters)}`);
	};
}

function invoke(scope: Scope, name: string, builtIn: BuiltIn, values: unknown[]): unknown {
	const fail = (reason: string): null =>
		scope.evaluation.warn('FUNCTION_INVOCATION_FAILURE', `Failed to invoke function '${name}': ${reason}`);
	try {
		spend(callCost);
		values.forEach(spendOn);
		const result = builtIn.invoke(values, scope.evaluation);
		spendOn(result);
		return result === undefined ? fail(`Illegal arguments: ${values.map((value) => `'${describe(value)}'`).join(', ')}`) : result;
	} catch (error) {
		if (!(error instanceof WrongArguments)) throw error;
		return fail(error.message);
	}
}

/** A function of a context, such as `order.total(1)`. */
export function compileMethod(path: Compiled, name: string, parameters: Parameters, compile: Compile): Compiled {
	const given = compileParameters(parameters, compile);
	return (scope) => {
		const context = path(scope);
		if (!isContext(context)) throw new FeelFailure(`Expected context but found '${describe(context)}'`);
		const method = (context as { [functionsOf]?: Map<string, FunctionValue> })[functionsOf]?.get(name);
		if (method && fits(method.parameters, method.takesMore, parameters))
			return method.invoke(given(scope, method.parameters, method.takesMore));
		throw new FeelFailure(`No function found with name '${name}' and ${describeParameters(parameters)}`);
	};
}

function fits(names: string[], takesMore: boolean, parameters: Parameters): boolean {
	if ('named' in parameters) return [...parameters.named.keys()].every((name) => names.includes(name));
	const count = parameters.positional.length;
	return names.length === count || (takesMore && names.length < count);
}

const describeParameters = (parameters: Parameters): string =>
	'named' in parameters ? `parameters: ${[...parameters.named.keys()].join(',')}` : `${parameters.positional.length} parameters`;

type Given = (scope: Scope, names: string[], takesMore: boolean) => unknown[];

function compileParameters(parameters: Parameters, compile: Compile): Given {
	if ('named' in parameters) {
		const values = new Map([...parameters.named].map(([name, node]) => [name, compile(node)]));
		return (scope, names) => names.map((name) => values.get(name)?.(scope) ?? null);
	}
	const values = parameters.positional.map((node) => compile(node));
	return (scope, names, takesMore) => {
		const given = values.map((value) => value(scope));
		if (!takesMore) return given;
		const more = given.slice(names.length - 1);
		const isList = names.length === 1 && more.length === 1 && Array.isArray(more[0]);
		return [...given.slice(0, names.length - 1), isList ? more[0] : more];
	};
}
