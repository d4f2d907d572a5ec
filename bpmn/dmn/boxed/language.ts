import type { Compiled } from '../../feel/compiled';
import type { Scope } from '../../feel/scope';
import type { Context, FunctionValue } from '../../feel/values';
import type { Variable } from '../reading/decision-model';

type Callee = (scope: Scope, values: Map<string, unknown>) => unknown;

/** FEEL for the boxes of a model: as DMN defines it, or as Zeebe evaluates it. */
export interface Language {
	/** @throws FeelSyntaxError with the position */
	expression(text: string): Compiled;
	/** The tests of a cell. @throws FeelSyntaxError with the position */
	unaryTests(text: string): Compiled;
	withInput(scope: Scope, value: unknown): Scope;
	withNames(scope: Scope, names: Context): Scope;
	convert(value: unknown, typeRef: string | undefined, scope: Scope): unknown;
	createFunction(scope: Scope, parameters: Variable[], body: Compiled, resultType?: string): FunctionValue;
	/** Compiles the function that an invocation calls. @throws FeelSyntaxError with the position */
	callee(text: string): Callee;
	/** Returns the result of a row from its cells, by the names of their columns. A cell that the row does not have is undefined. */
	toResult(cells: Array<[name: string, value: unknown]>): unknown;
	/** True if an error is reported for a value that an input of a table does not allow. */
	checksInputs: boolean;
	/** True if the defaults of a table are a list where its hits would be. */
	listsDefaults: boolean;
	/** The values that a type allows, best first. */
	allowedValues(typeRef: string | undefined): string | undefined;
	/** Returns true if the value is the expected one, or in the expected range. */
	matches(value: unknown, expected: unknown): boolean;
	/** True if the smallest and the largest are those of numbers only. */
	aggregatesNumbersOnly: boolean;
	/** @throws FeelFailure where that is a failure */
	violate(scope: Scope, message: string): null;
	/** Told how a table came to its result. */
	report?(audit: TableAudit): void;
}

export interface TableAudit {
	inputs: unknown[];
	/** `rule` is counted from one. */
	hits: Array<{ rule: number; row: unknown[] }>;
}
