import * as Type from 'typebox/type';
import type { Static, TSchema } from 'typebox/type';
import { closed, distinct } from '../../base/shape';
import { definitionIdPattern } from '../../base/text/definition-id';
import { conditionShape } from '../conditions/condition-shape';

const text = Type.String({ minLength: 1, maxLength: 2000 });
const count = Type.Integer({ minimum: 0, maximum: 1_000_000 });

/** Shared by policies and checks, by name in the schema's `definitions`. */
export const definitions = {
	id: Type.String({ pattern: definitionIdPattern }),
	stages: distinct(['input', 'output', 'tool-result', 'knowledge', 'tool-arguments', 'system'], { minItems: 1, maxItems: 6 }),
	condition: conditionShape,
	localizedText: closed(
		{ en: Type.Optional(text), pt: Type.Optional(text) },
		{ minProperties: 1, description: 'A text for people, in each available language.' },
	),
	word: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
	factName: Type.String({ minLength: 1, maxLength: 100 }),
	expression: Type.String({ minLength: 1, maxLength: 1000 }),
	bounds: closed(
		{ min: Type.Optional(count), max: Type.Optional(count) },
		{ minProperties: 1, description: 'Limits of a text; each is optional.' },
	),
};
type Definitions = typeof definitions;

export type LocalizedText = Static<Definitions['localizedText']>;
export type Bounds = Static<Definitions['bounds']>;

export const refer = <Name extends keyof Definitions>(name: Name, description?: string) =>
	Type.Unsafe<Static<Definitions[Name]>>({ $ref: `#/definitions/${name}`, ...(description !== undefined && { description }) });

export const listOf = <Item extends TSchema>(item: Item, maxItems: number, description: string) =>
	Type.Optional(Type.Array(item, { minItems: 1, maxItems, description }));

export const share = (description: string) => Type.Optional(Type.Number({ minimum: 0, maximum: 1, description }));

export const whole = (minimum: number, maximum: number, description: string) =>
	Type.Optional(Type.Integer({ minimum, maximum, description }));
