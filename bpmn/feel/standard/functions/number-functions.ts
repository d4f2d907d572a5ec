import { define, type BuiltIn, type BuiltIns } from '../../functions/built-in';
import { numberFunctions as shared } from '../../functions/number-functions';
import { isNumber, isZero, modulo } from '../../numbers';

const rename = (builtIns: BuiltIn[], parameters: string[]): BuiltIn[] => builtIns.map((builtIn) => ({ ...builtIn, parameters }));

/** A zero divisor gives null. */
export const numberFunctions: BuiltIns = {
	...shared,
	modulo: [
		define(['dividend', 'divisor'], ([dividend, divisor]) =>
			isNumber(dividend) && isNumber(divisor) && !isZero(divisor) ? modulo(dividend, divisor) : undefined,
		),
	],
	abs: rename(shared.abs!.slice(0, 1), ['n']),
};
