import * as Type from 'typebox/type';
import type { Static, TSchema } from 'typebox/type';
import { closed } from '../../base/shape';
import { temperatures } from '../../ports/crm';
import { factNames } from '../../ports/guardrails/guardrail-facts';

const name = { minLength: 1, maxLength: 100 };
const list = { minItems: 1, maxItems: 50 };

/** One name or a list: a union of both would be reported as two errors. */
const names = (description?: string) =>
	Type.Optional(
		Type.Unsafe<string | string[]>({
			type: ['string', 'array'],
			...name,
			...list,
			items: Type.String(name),
			...(description && { description }),
		}),
	);
const oneOf = <Value extends string>(values: readonly Value[], description?: string) =>
	Type.Optional(
		Type.Unsafe<Value | Value[]>({
			type: ['string', 'array'],
			pattern: `^(?:${values.join('|')})$`,
			...list,
			items: { type: 'string', enum: values },
			...(description && { description }),
		}),
	);

const place = '#/definitions/condition';
const shape = Type.Cyclic(
	{
		[place]: closed(
			{
				temperature: oneOf(temperatures),
				channel: names("Names of channels; one of them must be the conversation's."),
				origin: names('Origin of the lead.'),
				flag: names('One of these must be on.'),
				label: names('The contact must have one of these.'),
				isOpen: Type.Optional(Type.Boolean({ description: 'Whether the channel is within its hours.' })),
				known: oneOf(factNames, 'These facts must be known, whatever their values are.'),
				and: Type.Optional(Type.Array(Type.Ref(place), list)),
				or: Type.Optional(Type.Array(Type.Ref(place), list)),
				not: Type.Optional(Type.Ref(place)),
			},
			{ minProperties: 1 },
		),
	},
	place,
);

/** Selects the messages that a check applies to. All fields must hold. */
export type Condition = Static<typeof shape>;

const { $id: _, ...definition } = shape.$defs[place] as TSchema & { $id?: string };
export const conditionShape = Type.Unsafe<Condition>(definition);
