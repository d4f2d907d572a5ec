import * as Type from 'typebox/type';
import type { Static, TObject, TOptional, TProperties, TSchema } from 'typebox/type';

type Keywords = Record<string, unknown>;

export const recordOf = <Item extends TSchema>(item: Item, keywords: Keywords = {}) =>
	Type.Unsafe<Record<string, Static<Item>>>({ type: 'object', additionalProperties: item, ...keywords });

/** Distinct texts. The type text lets ajv compare them in linear time. */
export const distinct = <const Value extends string>(values: readonly Value[], keywords: Keywords = {}) =>
	Type.Array(Type.Unsafe<Value>({ type: 'string', enum: values }), { uniqueItems: true, ...keywords });

export const anyObject = <Value extends object = Record<string, unknown>>(keywords: Keywords = {}) =>
	Type.Unsafe<Value>({ type: 'object', ...keywords });

/**
 * An object without other fields. A field with a default may be omitted, and is present after reading. @param filledIn the same for fields whose
 * default depends on others
 */
export function closed<Properties extends TProperties>(
	properties: Properties,
	keywords: Keywords = {},
	filledIn: Array<keyof Properties & string> = [],
): TObject<Properties> {
	const { required = [], ...shape } = Type.Object(properties, { ...keywords, additionalProperties: false }) as {
		required?: readonly string[];
	};
	const written = required.filter((name) => !('default' in properties[name]!) && !filledIn.includes(name));
	return { ...shape, ...(written.length > 0 && { required: written }) } as unknown as TObject<Properties>;
}

export const choice = <Shape extends TSchema>(field: string, shapes: readonly Shape[], keywords: Keywords = {}) =>
	Type.Unsafe<Static<Shape>>({ type: 'object', required: [field], discriminator: { propertyName: field }, oneOf: shapes, ...keywords });

export const orNull = <Shape extends TSchema>(shape: Shape) => Type.Union([shape, Type.Null()]);

export const optional = <Properties extends TProperties>(properties: Properties) =>
	Object.fromEntries(Object.entries(properties).map(([name, shape]) => [name, Type.Optional(shape)])) as {
		[Name in keyof Properties]: TOptional<Properties[Name]>;
	};

export const atLeastOne = (fields: object) => ({ anyOf: Object.keys(fields).map((field) => ({ required: [field] })) });

export const optionalEach = <const Name extends string, Shape extends TSchema>(
	names: readonly Name[],
	shape: Shape,
	keywords: Keywords = {},
): TObject<Record<Name, TOptional<Shape>>> =>
	closed(Object.fromEntries(names.map((name) => [name, Type.Optional(shape)])) as Record<Name, TOptional<Shape>>, keywords);
