import { readable } from '../numbers';
import { emptyContext, getEntry, isContext, type Context } from '../values';
import { define, defineWithMore, type BuiltIn, type BuiltIns } from './built-in';

const entries = (parameter: string): BuiltIn =>
	define([parameter], ([context]) =>
		isContext(context)
			? Object.entries(context).map(([key, value]) =>
					buildContext([
						['key', key],
						['value', readable(value)],
					]),
				)
			: undefined,
	);

function buildContext(pairs: Iterable<[string, unknown]>): Context {
	const context = emptyContext();
	for (const [key, value] of pairs) context[key] = value;
	return context;
}

const valueAt = (parameters: string[]): BuiltIn =>
	define(parameters, ([context, key]) => {
		if (!isContext(context)) return undefined;
		if (typeof key === 'string') return readable(getEntry(context, key)) ?? null;
		return Array.isArray(key) ? deepValue(context, key) : undefined;
	});

function deepValue(context: unknown, keys: unknown[]): unknown {
	if (keys.length === 0 || !keys.every((key) => typeof key === 'string')) return null;
	return keys.reduce<unknown>((value, key) => (isContext(value) ? (readable(getEntry(value, key)) ?? null) : null), context);
}

const put = (context: Context, key: string, value: unknown): Context => buildContext([...Object.entries(context), [key, value]]);

function deepPut(context: Context, [key, ...rest]: string[], value: unknown): Context {
	if (rest.length === 0) return put(context, key!, value);
	const inner = getEntry(context, key!);
	return put(context, key!, deepPut(isContext(inner) ? inner : emptyContext(), rest, value));
}

const contextPut = (parameter: string): BuiltIn =>
	define(['context', parameter, 'value'], ([context, key, value]) => {
		if (!isContext(context)) return undefined;
		if (typeof key === 'string') return put(context, key, value);
		if (!Array.isArray(key) || !key.every((part) => typeof part === 'string')) return undefined;
		return key.length === 0 ? null : deepPut(context, key, value);
	});

const merge = defineWithMore('contexts', (contexts) =>
	contexts.every(isContext) ? buildContext(contexts.flatMap((context) => Object.entries(context))) : null,
);

const isPair = (item: unknown): item is { key: string; value: unknown } =>
	isContext(item) && typeof getEntry(item, 'key') === 'string' && Object.hasOwn(item, 'value');

export const contextFunctions: BuiltIns = {
	'get entries': [entries('context'), entries('m')],
	'get value': [valueAt(['m', 'key']), valueAt(['context', 'key']), valueAt(['context', 'keys'])],
	'context put': [contextPut('key'), contextPut('keys')],
	put: [contextPut('key')],
	'context merge': [merge],
	'put all': [merge],
	context: [
		define(['entries'], ([pairs]) =>
			Array.isArray(pairs) && pairs.every(isPair) ? buildContext(pairs.map(({ key, value }): [string, unknown] => [key, value])) : null,
		),
	],
};
