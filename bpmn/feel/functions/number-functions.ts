import type { Rounding } from '../decimal';
import { compareNumbers, fromDouble, isNumber, isZero, modulo, negate, toDouble, toInteger, withScale, type FeelNumber } from '../numbers';
import { FeelFailure } from '../scope';
import { DurationValue, MonthsValue } from '../temporal';
import { define, ofNumbers, WrongArguments, type BuiltIn, type BuiltIns } from './built-in';

const roundings = new Set<string>(['UP', 'DOWN', 'CEILING', 'FLOOR', 'HALF_UP', 'HALF_DOWN', 'HALF_EVEN']);
/** The decimals that a number can be rounded to (DMN 1.5, 10.3.4.4). */
const minScale = -6_111;
const maxScale = 6_176;

function round(value: FeelNumber, scale: FeelNumber, rounding: Rounding): FeelNumber {
	const places = toInteger(scale);
	if (places < minScale || places > maxScale) throw new WrongArguments(`scale ${places} is not from ${minScale} to ${maxScale}`);
	return withScale(value, places, rounding);
}

const rounding = (mode: Rounding): BuiltIn => ofNumbers(['n', 'scale'], (n, scale) => round(n, scale, mode));
const toWhole = (mode: Rounding): BuiltIn => ofNumbers(['n'], (n) => round(n, 0, mode));

const absolute = (parameter: string): BuiltIn =>
	define([parameter], ([value]) => {
		if (isNumber(value)) return compareNumbers(value, 0) < 0 ? negate(value) : value;
		if (value instanceof MonthsValue) return new MonthsValue(Math.abs(value.months));
		return value instanceof DurationValue ? new DurationValue(value.nanos < 0n ? -value.nanos : value.nanos) : undefined;
	});

/** @throws FeelFailure where feel-scala fails: for infinity and for values that are not numbers */
const ofDouble = (calculate: (value: number) => number): BuiltIn =>
	ofNumbers(['number'], (value) => {
		const result = fromDouble(calculate(toDouble(value)));
		if (result === undefined) throw new FeelFailure('the result is not a number');
		return result;
	});

export const numberFunctions: BuiltIns = {
	decimal: [
		rounding('HALF_EVEN'),
		define(['n', 'scale', 'mode'], ([n, scale, mode]) => {
			if (!isNumber(n) || !isNumber(scale) || typeof mode !== 'string') return undefined;
			if (!roundings.has(mode.toUpperCase())) throw new WrongArguments(`Illegal argument '${mode}' for rounding mode.`);
			return round(n, scale, mode.toUpperCase() as Rounding);
		}),
	],
	floor: [toWhole('FLOOR'), rounding('FLOOR')],
	ceiling: [toWhole('CEILING'), rounding('CEILING')],
	'round up': [rounding('UP')],
	'round down': [rounding('DOWN')],
	'round half up': [rounding('HALF_UP')],
	'round half down': [rounding('HALF_DOWN')],
	abs: [absolute('number'), absolute('n')],
	modulo: [
		ofNumbers(['dividend', 'divisor'], (dividend, divisor) => {
			if (isZero(divisor)) throw new FeelFailure('Division by zero');
			return modulo(dividend, divisor);
		}),
	],
	sqrt: [ofNumbers(['number'], (value) => (compareNumbers(value, 0) < 0 ? null : fromDouble(Math.sqrt(toDouble(value)))))],
	log: [ofDouble(Math.log)],
	exp: [ofDouble(Math.exp)],
	odd: [ofNumbers(['number'], (value) => isRemainder(value, 1))],
	even: [ofNumbers(['number'], (value) => isRemainder(value, 0))],
	'random number': [define([], () => Math.random())],
};

const isRemainder = (value: FeelNumber, remainder: number): boolean => compareNumbers(modulo(value, 2), remainder) === 0;
