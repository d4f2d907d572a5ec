import { isNumber, type FeelNumber } from '../numbers';
import type { Evaluation } from '../scope';

/** A function of the language. One name may have several, told apart by their parameters. */
export interface BuiltIn {
	parameters: string[];
	/** Available in 8.8 and later only. */
	isLater?: true;
	/** The last parameter takes all that follows, as a list. */
	takesMore?: true;
	/** Undefined when it has no meaning for these values: then the call gives null. @throws WrongArguments, FeelFailure */
	invoke: (values: unknown[], evaluation: Evaluation) => unknown;
}

export type BuiltIns = Record<string, BuiltIn[]>;

/** Makes a call return null, with this reason as a warning. */
export class WrongArguments extends Error {}

export const define = (parameters: string[], invoke: BuiltIn['invoke']): BuiltIn => ({ parameters, invoke });

export const defineWithMore = (parameter: string, invoke: (items: unknown[], evaluation: Evaluation) => unknown): BuiltIn => ({
	parameters: [parameter],
	takesMore: true,
	invoke: ([items], evaluation) => (Array.isArray(items) ? invoke(items, evaluation) : undefined),
});

/** A function that Zeebe has since 8.8. */
export const since88 = (builtIn: BuiltIn): BuiltIn => ({ ...builtIn, isLater: true });

export const ofTexts = (parameters: string[], invoke: (...texts: string[]) => unknown): BuiltIn =>
	define(parameters, (values) => (values.every((value) => typeof value === 'string') ? invoke(...values) : undefined));

export const ofNumbers = (parameters: string[], invoke: (...numbers: FeelNumber[]) => unknown): BuiltIn =>
	define(parameters, (values) => (values.every(isNumber) ? invoke(...values) : undefined));

export const ofList = (invoke: (items: unknown[]) => unknown): BuiltIn =>
	define(['list'], ([list]) => (Array.isArray(list) ? invoke(list) : undefined));
