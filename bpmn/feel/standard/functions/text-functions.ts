import { define, ofTexts, type BuiltIn, type BuiltIns } from '../../functions/built-in';
import { patternFunctions } from '../../functions/pattern-functions';
import { textFunctions as shared } from '../../functions/text-functions';
import { isNumber, toInteger, type FeelNumber } from '../../numbers';

/** Characters as people count them in code points, not in UTF-16 (DMN 1.5, 10.3.4.3). */
function substring(text: string, start: FeelNumber, length?: FeelNumber): string | undefined {
	const characters = [...text];
	const place = toInteger(start);
	const count = length === undefined ? characters.length : toInteger(length);
	if (place === 0 || -place > characters.length || (length !== undefined && count < 1)) return undefined;
	const from = place > 0 ? place - 1 : characters.length + place;
	return characters.slice(from, from + count).join('');
}

/** Flags that are null are as none. */
function withOptionalFlags(builtIn: BuiltIn): BuiltIn {
	if (builtIn.parameters.at(-1) !== 'flags') return builtIn;
	return { ...builtIn, invoke: (values, evaluation) => builtIn.invoke([...values.slice(0, -1), values.at(-1) ?? ''], evaluation) };
}

export const textFunctions: BuiltIns = {
	...shared,
	...Object.fromEntries(Object.entries(patternFunctions).map(([name, overloads]) => [name, overloads.map(withOptionalFlags)])),
	substring: [
		define(['string', 'start position'], ([text, start]) =>
			typeof text === 'string' && isNumber(start) ? substring(text, start) : undefined,
		),
		define(['string', 'start position', 'length'], ([text, start, length]) =>
			typeof text === 'string' && isNumber(start) && isNumber(length) ? substring(text, start, length) : undefined,
		),
	],
	'string length': [ofTexts(['string'], (text) => [...text].length)],
};
