import { contextFunctions as sharedContexts } from '../../functions/context-functions';
import { define, defineWithMore, type BuiltIn, type BuiltIns } from '../../functions/built-in';
import { DateTimeValue, TimeValue } from '../../temporal';
import { emptyContext, getEntry, getType, isContext, type Context } from '../../values';
import { equal } from '../values';

const connective = (decisive: boolean): BuiltIn =>
	defineWithMore('list', (items) => {
		if (items.includes(decisive)) return decisive;
		return items.every((item) => typeof item === 'boolean') ? !decisive : null;
	});

/** The same value of the same type: a zone is part of it (DMN 1.5, 10.3.4.9). */
function isIdentical(a: unknown, b: unknown): boolean {
	if (getType(a) !== getType(b)) return false;
	if (a instanceof TimeValue && b instanceof TimeValue) return a.time.equals(b.time) && a.offset === b.offset && a.zone === b.zone;
	if (a instanceof DateTimeValue && b instanceof DateTimeValue)
		return a.local.equals(b.local) && a.zone === b.zone && a.zoned?.offsetNanoseconds === b.zoned?.offsetNanoseconds;
	return equal(a, b) === true;
}

export const booleanFunctions: BuiltIns = {
	not: [define(['negand'], ([negand]) => (typeof negand === 'boolean' ? !negand : null))],
	all: [connective(false)],
	any: [connective(true)],
	is: [define(['value1', 'value2'], ([a, b]) => isIdentical(a, b))],
	'get or else': [define(['value', 'default'], ([value, fallback]) => value ?? fallback)],
	'is defined': [define(['value'], ([value]) => value !== null)],
};

function toContext(pairs: unknown[]): Context | undefined {
	const context = emptyContext();
	for (const pair of pairs) {
		const key = isContext(pair) ? getEntry(pair, 'key') : undefined;
		if (typeof key !== 'string' || !Object.hasOwn(pair as Context, 'value') || Object.hasOwn(context, key)) return undefined;
		context[key] = getEntry(pair as Context, 'value');
	}
	return context;
}

/** Returns whether the keys are a path: at least one, and each but the last leads to a context, or to nothing yet. */
function isPath(context: unknown, keys: unknown[]): boolean {
	if (keys.length === 0 || !isContext(context)) return false;
	const [key, ...rest] = keys;
	if (typeof key !== 'string') return false;
	const entry = getEntry(context, key);
	return rest.length === 0 || entry === undefined || isPath(entry, rest);
}

export const contextFunctions: BuiltIns = {
	'get entries': sharedContexts['get entries']!,
	'get value': sharedContexts['get value']!,
	'context put': sharedContexts['context put']!.map((builtIn) => ({
		...builtIn,
		invoke: (values, evaluation) => {
			const [, key] = values;
			const isExpected = builtIn.parameters[1] === 'keys' ? Array.isArray(key) && isPath(values[0], key) : typeof key === 'string';
			return isExpected ? builtIn.invoke(values, evaluation) : undefined;
		},
	})),
	'context merge': sharedContexts['context merge']!,
	context: [define(['entries'], ([entries]) => (entries === null ? undefined : toContext(Array.isArray(entries) ? entries : [entries])))],
};
