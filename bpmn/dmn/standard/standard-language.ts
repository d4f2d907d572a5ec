import type { Evaluation } from '../../feel/scope';
import { Scope } from '../../feel/scope';
import { call, createFunction } from '../../feel/standard/compile-call';
import { matches } from '../../feel/standard/compile-tests';
import { openStandardFeel } from '../../feel/standard/standard-feel';
import { coerce, type Type } from '../../feel/standard/types';
import { describe, emptyContext, FunctionValue, named } from '../../feel/values';
import { compileAt, type Place } from '../boxed/place';
import type { Language } from '../boxed/language';
import type { DecisionModel } from '../reading/decision-model';
import { ItemTypes } from './item-types';
import { collectNames } from './collect-names';

/** FEEL as DMN 1.5 defines it, with the names and types of one model. */
export interface StandardLanguage extends Language {
	types: ItemTypes;
}

/**
 * @param evaluation the running one, in which allowed values are tested
 * @param findImported the types of other models, by `import.type`
 */
export function openStandardLanguage(
	model: DecisionModel,
	importedNames: string[],
	findImported: (name: string) => Type | undefined,
	evaluation: () => Evaluation,
): StandardLanguage {
	const types = new ItemTypes(model.types, findImported, (tests) => {
		const place: Place = { file: model.file, element: 'an item definition', path: ['allowed values'] };
		const compiled = compileAt(place, tests, (text) => feel.unaryTests(text));
		return (value) => compiled(new Scope(evaluation(), named('?', value))) === true;
	});
	const feel = openStandardFeel([...collectNames(model), ...importedNames], types.find);
	return {
		types,
		expression: feel.expression,
		unaryTests: feel.unaryTests,
		withInput: (scope, value) => scope.with(named('?', value)),
		withNames: (scope, names) => scope.with(names),
		convert(value, typeRef, scope) {
			if (typeRef === undefined) return value;
			const converted = coerce(value, types.typeOf(typeRef));
			return converted === undefined ? scope.evaluation.warn('INVALID_TYPE', `'${describe(value)}' is not of type ${typeRef}`) : converted;
		},
		createFunction(scope, parameters, body, resultType) {
			const names = parameters.map(({ name }) => name);
			return createFunction(
				scope,
				names,
				parameters.map(({ typeRef }) => types.typeOf(typeRef)),
				body,
				types.typeOf(resultType),
			);
		},
		callee(text) {
			const callee = feel.expression(text);
			return (scope, values) => {
				const target = callee(scope);
				if (target instanceof FunctionValue) return call(scope, target, values);
				return scope.evaluation.warn('NO_FUNCTION_FOUND', `'${describe(target)}' is not a function`);
			};
		},
		toResult,
		checksInputs: true,
		listsDefaults: true,
		allowedValues: (typeRef) => types.allowedValues(typeRef),
		matches: (value, expected) => matches(value, expected) === true,
		aggregatesNumbersOnly: false,
		violate: (scope, message) => scope.evaluation.warn('HIT_POLICY', message),
	};
}

/** Returns the value of a single output, and a context of several. */
function toResult(cells: Array<[name: string, value: unknown]>): unknown {
	if (cells.length === 1) return cells[0]![1] ?? null;
	const context = emptyContext();
	for (const [name, value] of cells) context[name] = value ?? null;
	return context;
}
