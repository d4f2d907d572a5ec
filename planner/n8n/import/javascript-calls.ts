import type { Node } from 'acorn';
import { callOnText } from './text-calls';
import { callOnTime } from './time-calls';
import { type Data, NoFeel, textOf, type Written } from './written';

/** Arguments that are written when they are needed. */
type Given = Array<() => Written>;

const numeric: Record<string, string> = {
	...{ Number: 'number', 'Math.abs': 'abs', 'Math.floor': 'floor', 'Math.ceil': 'ceiling', 'Math.min': 'min', 'Math.max': 'max' },
};

/** Writes a call of a function. @throws NoFeel */
export function callFunction(name: string, given: Given, condition: (at: number) => string): Written {
	const write = (): string => given.map((one) => one().feel).join(', ');
	if (name === 'String') return { feel: textOf({ ...given[0]!(), type: undefined }), type: 'text' };
	if (Object.hasOwn(numeric, name)) return { feel: `${numeric[name]}(${write()})`, type: 'number' };
	if (name === 'Math.round') return { feel: `round half up(${write()}, 0)`, type: 'number' };
	if (name === '$if') return { feel: `(if ${condition(0)} then ${given[1]!().feel} else ${given[2]!().feel})` };
	if (name === '$ifEmpty') return orElse(given[0]!(), given[1]!(), (value) => `${value} = null or ${value} = ""`);
	throw new NoFeel(name.startsWith('$') ? 'outside' : 'function', name);
}

const ofTexts: Record<string, string> = {
	...{ includes: 'contains', startsWith: 'starts with', endsWith: 'ends with', toLowerCase: 'lower case', toUpperCase: 'upper case' },
};

/** Writes a call of a method. @throws NoFeel */
export function callMethod(name: string, on: Written, given: Given, nodes: readonly Node[], data: Data): Written {
	const known = callOnTime(name, on, given) ?? callOnText(name, on, given, nodes, data) ?? callOnList(name, on, given, data);
	if (known) return known;
	if (name === 'includes' && on.type === 'list') return { feel: `list contains(${on.feel}, ${given[0]!().feel})`, type: 'boolean' };
	if (Object.hasOwn(ofTexts, name)) {
		data.note(on, 'text');
		const text = on.type === 'text' || on.isPath ? on.feel : textOf(on);
		return {
			feel: `${ofTexts[name]}(${[text, ...given.map((one) => one().feel)].join(', ')})`,
			type: given.length > 0 ? 'boolean' : 'text',
		};
	}
	if (name === 'toString') return { feel: textOf(on), type: 'text' };
	if (name === 'toNumber') return { feel: `number(${on.feel})`, type: 'number' };
	if (name === 'isEmpty') return { feel: `(${on.feel} = null or ${on.feel} = "")`, type: 'boolean' };
	if (name === 'isNotEmpty') return { feel: `(${on.feel} != null and ${on.feel} != "")`, type: 'boolean' };
	if (name === 'first' && given.length === 0) return { feel: `${on.feel}[1]`, isPath: true };
	if (name === 'last' && given.length === 0) return { feel: `${on.feel}[-1]`, isPath: true };
	throw new NoFeel('function', name);
}

/** Writes a call of a method of lists. Undefined for another method. @throws NoFeel */
function callOnList(name: string, on: Written, given: Given, data: Data): Written | undefined {
	const isList = on.type === 'list';
	if (name === 'join' && given.length < 2) {
		data.note(on, 'list');
		const between = given[0]?.().feel ?? '","';
		return { feel: `string join(for one in ${on.feel} return (if one = null then "" else string(one)), ${between})`, type: 'text' };
	}
	if (name === 'slice' && isList && given[0]?.().feel === '0' && /^\d{1,6}$/.test(given[1]?.().feel ?? ''))
		return { feel: `sublist(${on.feel}, 1, ${given[1]!().feel})`, type: 'list' };
	if (name === 'reverse' && isList) return { feel: `reverse(${on.feel})`, type: 'list' };
	if (name === 'concat' && isList)
		return { feel: `concatenate(${[on, ...given.map((one) => one())].map(({ feel }) => feel).join(', ')})`, type: 'list' };
	return undefined;
}

/** A value, or another where it is missing. */
export const orElse = (value: Written, other: Written, isMissing: (feel: string) => string): Written =>
	other.feel === 'null'
		? value
		: { feel: `(if ${isMissing(value.feel)} then ${other.feel} else ${value.feel})`, ...(other.type && { type: other.type }) };
