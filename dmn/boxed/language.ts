import type { Compiled } from '../../bpmn/feel/compiled';
import type { Scope } from '../../bpmn/feel/scope';
import type { Context, FunctionValue } from '../../bpmn/feel/values';
import type { Variable } from '../reading/decision-model';

/** FEEL for the boxes of a model: as DMN defines it, or as Zeebe evaluates it. */
export interface Language {
	/** @throws FeelSyntaxError with the position */
	expression(text: string): Compiled;
	/** The tests of a cell. @throws FeelSyntaxError with the position */
	unaryTests(text: string): Compiled;
	/** Gives the tests of a cell the value that they test. */
	withInput(scope: Scope, value: unknown): Scope;
	/** Makes names visible, functions among them. */
	withNames(scope: Scope, names: Context): Scope;
	/** Gives the value as one of the type, or null. */
	convert(value: unknown, typeRef: string | undefined, scope: Scope): unknown;
	createFunction(scope: Scope, parameters: Variable[], body: Compiled, resultType?: string): FunctionValue;
	call(scope: Scope, name: Compiled, values: Map<string, unknown>): unknown;
	/** The values that a type allows, best first. */
	allowedValues(typeRef: string | undefined): string | undefined;
	/** Whether the value is the expected one, or in the expected range. */
	matches(value: unknown, expected: unknown): boolean;
	/** What a table gives in which more rules than allowed match. @throws FeelFailure where that is a failure */
	violate(scope: Scope, message: string): null;
}
