import { randomUUID } from 'node:crypto';
import { isNumber, toInteger, type FeelNumber } from '../numbers';
import { FeelFailure } from '../scope';
import { define, ofTexts, since88, type BuiltIns } from './built-in';

/** From one, or back from the end. */
const indexIn = (text: string, position: FeelNumber): number => {
	const index = toInteger(position);
	return index > 0 ? index - 1 : text.length + index;
};

/** @throws FeelFailure outside the text, as feel-scala fails */
function part(text: string, start: number, end: number): string {
	if (start < 0 || end > text.length || start > end) {
		throw new FeelFailure(`Range [${start}, ${end}) out of bounds for length ${text.length}`);
	}
	return text.slice(start, end);
}

export const textFunctions: BuiltIns = {
	substring: [
		define(['string', 'start position'], ([text, start]) =>
			typeof text === 'string' && isNumber(start) ? part(text, indexIn(text, start), text.length) : undefined,
		),
		define(['string', 'start position', 'length'], ([text, start, length]) => {
			if (typeof text !== 'string' || !isNumber(start) || !isNumber(length)) return undefined;
			const from = indexIn(text, start);
			return part(text, from, Math.min(from + toInteger(length), text.length));
		}),
	],
	'string length': [ofTexts(['string'], (text) => text.length)],
	'upper case': [ofTexts(['string'], (text) => text.toUpperCase())],
	'lower case': [ofTexts(['string'], (text) => text.toLowerCase())],
	'substring before': [ofTexts(['string', 'match'], (text, match) => text.slice(0, Math.max(text.indexOf(match), 0)))],
	'substring after': [
		ofTexts(['string', 'match'], (text, match) => (text.includes(match) ? text.slice(text.indexOf(match) + match.length) : '')),
	],
	contains: [ofTexts(['string', 'match'], (text, match) => text.includes(match))],
	'starts with': [ofTexts(['string', 'match'], (text, match) => text.startsWith(match))],
	'ends with': [ofTexts(['string', 'match'], (text, match) => text.endsWith(match))],

	trim: [ofTexts(['string'], (text) => text.replaceAll(/^[\0- ]+|[\0- ]+$/g, ''))],
	'is blank': [since88(ofTexts(['string'], (text) => text.trim() === ''))],
	uuid: [define([], () => randomUUID())],
	'to base64': [ofTexts(['value'], (value) => Buffer.from(value).toString('base64'))],
};
