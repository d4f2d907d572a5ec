import { spendOn } from '../../evaluation-budget';
import { WrongArguments, type BuiltIn } from '../../functions/built-in';
import { FeelFailure, type Evaluation } from '../../scope';
import { FunctionValue } from '../../values';

/** Parameters that take a list; a single value becomes one. */
const listParameters = new Set(['list', 'lists', 'contexts', 'entries', 'items']);

/** A function of the language, which can be called and passed on. What it has no meaning for gives null. */
export class BuiltInFunction extends FunctionValue {
	constructor(
		readonly name: string,
		private readonly overloads: BuiltIn[],
	) {
		const first = overloads[0]!;
		super(first.parameters, () => null, first.takesMore ?? false);
	}

	call(given: unknown[] | Map<string, unknown>, evaluation: Evaluation): unknown {
		const arranged = this.overloads.map((overload) => ({ overload, values: arrange(overload, given) })).filter(({ values }) => values);
		const candidates =
			arranged.length > 0
				? arranged
				: this.overloads.map((overload) => ({ overload, values: arrange(overload, given, true) })).filter(({ values }) => values);
		for (const convert of [keep, convertSingletons]) {
			for (const { overload, values } of candidates) {
				const converted = convert(overload, values!);
				const result = converted && attempt(() => overload.invoke(converted, evaluation));
				spendOn(result);
				if (result !== undefined) return result;
			}
		}
		const problem = candidates.length === 0 ? 'has other parameters' : 'has no result for these arguments';
		return evaluation.warn('FUNCTION_INVOCATION_FAILURE', `The function '${this.name}' ${problem}`);
	}
}

function attempt(call: () => unknown): unknown {
	try {
		return call();
	} catch (error) {
		if (error instanceof WrongArguments || error instanceof FeelFailure || error instanceof RangeError) return undefined;
		throw error;
	}
}

/** The values in the order of the parameters, or nothing where they are others. By name some can be missing, and are null. */
function arrange({ parameters, takesMore }: BuiltIn, given: unknown[] | Map<string, unknown>, mayMiss = false): unknown[] | undefined {
	if (!Array.isArray(given)) {
		if ((!mayMiss && given.size !== parameters.length) || ![...given.keys()].every((name) => parameters.includes(name))) return undefined;
		return parameters.map((name) => given.get(name) ?? null);
	}
	if (!takesMore) return given.length === parameters.length ? given : undefined;
	if (given.length < parameters.length) return undefined;
	const more = given.slice(parameters.length - 1);
	const isList = parameters.length === 1 && more.length === 1 && Array.isArray(more[0]);
	return [...given.slice(0, parameters.length - 1), isList ? more[0] : more];
}

const keep = (_: BuiltIn, values: unknown[]): unknown[] => values;

/** DMN 1.5, 10.3.2.9.4: a single value where a list is expected, and a list of one where a value is. */
function convertSingletons({ parameters }: BuiltIn, values: unknown[]): unknown[] | undefined {
	const converted = values.map((value, index) => {
		if (listParameters.has(parameters[index]!)) return Array.isArray(value) || value === null ? value : [value];
		return Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
	});
	return converted.some((value, index) => value !== values[index]) ? converted : undefined;
}
