import * as Type from 'typebox/type';
import type { Static, TObject, TOptional, TProperties, TSchema } from 'typebox/type';

/** Bounds and texts of a schema, as JSON Schema's draft 7 names them. */
type Keywords = Record<string, unknown>;

/** An object with any names, whose values have one shape. */
export const recordOf = <Item extends TSchema>(item: Item, keywords: Keywords = {}) =>
	Type.Unsafe<Record<string, Static<Item>>>({ type: 'object', additionalProperties: item, ...keywords });

/** A list of different ones of some texts. That they are texts lets ajv compare them in linear time. */
export const distinct = <const Value extends string>(values: readonly Value[], keywords: Keywords = {}) =>
	Type.Array(Type.Unsafe<Value>({ type: 'string', enum: values }), { uniqueItems: true, ...keywords });

/** An object that its reader checks by itself. */
export const anyObject = <Value extends object = Record<string, unknown>>(keywords: Keywords = {}) =>
	Type.Unsafe<Value>({ type: 'object', ...keywords });

/**
 * An object without other fields. A field with a default need not be written, and is there once it was read.
 * @param filledIn the same for fields whose default depends on others
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

/** One of several objects, of which a text in a field tells which. */
export const choice = <Shape extends TSchema>(field: string, shapes: readonly Shape[], keywords: Keywords = {}) =>
	Type.Unsafe<Static<Shape>>({ type: 'object', required: [field], discriminator: { propertyName: field }, oneOf: shapes, ...keywords });

export const orNull = <Shape extends TSchema>(shape: Shape) => Type.Union([shape, Type.Null()]);

/** Fields that need not be there. */
export const optional = <Properties extends TProperties>(properties: Properties) =>
	Object.fromEntries(Object.entries(properties).map(([name, shape]) => [name, Type.Optional(shape)])) as {
		[Name in keyof Properties]: TOptional<Properties[Name]>;
	};

/** Demands one of some fields. */
export const atLeastOne = (fields: object) => ({ anyOf: Object.keys(fields).map((field) => ({ required: [field] })) });

/** An object in which each of some names can be there, all with values of one shape. */
export const optionalEach = <const Name extends string, Shape extends TSchema>(
	names: readonly Name[],
	shape: Shape,
	keywords: Keywords = {},
): TObject<Record<Name, TOptional<Shape>>> =>
	closed(Object.fromEntries(names.map((name) => [name, Type.Optional(shape)])) as Record<Name, TOptional<Shape>>, keywords);
