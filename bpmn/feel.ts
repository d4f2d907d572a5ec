import { randomUUID } from 'node:crypto';

export interface FeelResult {
	value: unknown;
	/** Why a part of it is null. */
	warnings: string[];
}

/** Evaluates FEEL. `now` and `today` are the clock's, else the system's. Variables are given as a context; functions of Camunda's that the library lacks are there too. */
export interface Feel {
	/** @throws Error when the expression is no FEEL, or fails as `assert` does */
	evaluate(expression: string, variables: Record<string, unknown>, clock?: { now(): number }): FeelResult;
	/** Why the expression is no FEEL, or nothing. */
	findSyntaxError(expression: string): string | undefined;
}

let loading: Promise<Feel> | undefined;

/** Loads the FEEL library on first use. */
export function loadFeel(): Promise<Feel> {
	return (loading ??= load());
}

async function load(): Promise<Feel> {
	const { evaluate, FeelFunction, FeelRange, SyntaxError } = await import('feelin');
	compareSameTypesOnly(FeelRange.prototype);
	const functions = Object.entries(camundaFunctions).map(
		([name, { parameters, call }]) => [name, new FeelFunction(call, parameters)] as const,
	);
	// The name decides how the library reads the text, so that a function is given where its name stands.
	const functionsIn = (expression: string): Record<string, unknown> =>
		Object.fromEntries(functions.filter(([name]) => expression.includes(name)));
	const timeFunctions = (now: number): Record<string, unknown> => {
		const text = new Date(now).toISOString();
		const valueOf = (literal: string): unknown => evaluate(literal, {}).value;
		return {
			now: new FeelFunction(() => valueOf(`date and time("${text}")`), []),
			today: new FeelFunction(() => valueOf(`date("${text.slice(0, 10)}")`), []),
		};
	};
	return {
		evaluate(expression, variables, clock) {
			const time = clock && /\b(now|today)\b/.test(expression) ? timeFunctions(clock.now()) : {};
			const { value, warnings } = evaluate(expression, { ...functionsIn(expression), ...time, ...variables });
			return { value, warnings: warnings.map(({ message }) => message) };
		},
		findSyntaxError(expression) {
			try {
				evaluate(expression, functionsIn(expression));
			} catch (error) {
				// Anything else comes of evaluating without variables, which says nothing about the expression.
				if (error instanceof SyntaxError) return error.message;
			}
			return undefined;
		},
	};
}

interface Range {
	valueType: string | null;
	includes: (value: unknown) => boolean | null;
}

/** Zeebe finds no order between values of different types, and gives null (recorded from 8.6); the library orders them as JavaScript does. */
function compareSameTypesOnly(range: Range): void {
	const { includes } = range;
	const kindOf = (type: string | null): string => (type === 'string' || type === 'number' ? type : 'other');
	range.includes = function (this: Range, value: unknown): boolean | null {
		const comparable = value === null || Array.isArray(value) || this.valueType === null || kindOf(typeof value) === kindOf(this.valueType);
		return comparable ? includes.call(this, value) : null;
	};
}

interface CamundaFunction {
	parameters: string[];
	call: (...values: unknown[]) => unknown;
}

/** Camunda's documentation, FEEL built-in functions. */
const camundaFunctions: Record<string, CamundaFunction> = {
	assert: {
		parameters: ['value', 'condition', 'cause'],
		call: (value, condition, cause = 'The condition is not fulfilled') => {
			if (condition !== true) throw new Error(`Assertion failure on evaluate the expression: ${String(cause)}`);
			return value;
		},
	},
	cycle: {
		parameters: ['repetitions', 'interval'],
		call: (repetitions, interval) =>
			interval === undefined ? `R/${repetitions as string}` : `R${(repetitions as number | null) ?? ''}/${interval as string}`,
	},
	'get or else': { parameters: ['value', 'default'], call: (value, fallback) => value ?? fallback },
	trim: { parameters: ['string'], call: (text) => (typeof text === 'string' ? text.trim() : null) },
	uuid: { parameters: [], call: () => randomUUID() },
};

/** Camunda's functions that are in neither: an expression that calls one would give null in place of a value. */
const missingFunctions = ['fromAi', 'from json', 'is defined', 'random number', 'partition', 'extract', 'to base64', 'last day of month'];
const callOfMissing = new RegExp(
	`(?<![\\p{L}\\p{N}_.])(${missingFunctions.map((name) => name.replaceAll(' ', '\\s+')).join('|')})\\s*\\(`,
	'u',
);

/** The function of Camunda's that the expression calls and that is not here, if any. */
export function findMissingFunction(expression: string): string | undefined {
	return callOfMissing.exec(expression)?.[1];
}
