import type { Reason } from '../reason';

export type ResultType =
	| 'NULL'
	| 'BOOLEAN'
	| 'NUMBER'
	| 'STRING'
	| 'DATE'
	| 'TIME'
	| 'DATE_TIME'
	| 'DURATION'
	| 'PERIOD'
	| 'ARRAY'
	| 'OBJECT'
	| 'FUNCTION'
	| 'RANGE';

export interface FeelResult {
	/** As JSON has it: dates and durations are texts, integers beyond 2^53 bigint. */
	value: unknown;
	/** The type of the value before it became JSON. */
	type: ResultType;
	/** A list of texts, none of which was anything else. */
	isTexts: boolean;
	/** Reasons why a part of it is null. */
	warnings: string[];
}

export interface FeelHost {
	/** The value of a variable; undefined when there is none. Asked only for those that the evaluation comes to. */
	lookUp(name: string): unknown;
	/** Milliseconds since the epoch. */
	now(): number;
	/** Functions besides those of the language, by name. They take any number of arguments. */
	functions?: Readonly<Record<string, (values: unknown[]) => unknown>>;
	shownAs?: string;
}

export interface Feel {
	/** @throws Error when the expression is not FEEL, or fails as `assert` does */
	evaluate(expression: string, host: FeelHost): FeelResult;
	/** Returns why the expression cannot be evaluated as Zeebe does, if so. */
	findProblem(expression: string): Reason | undefined;
}

/** Returns what a message adds about warnings, in Zeebe's words. */
export const describeWarnings = (warnings: string[]): string =>
	warnings.length === 0 ? '' : ` The evaluation reported the following warnings:\n${warnings.join('\n')}`;
