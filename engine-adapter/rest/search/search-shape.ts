import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { anyObject, optional } from '../../../core/base/shape';
import { oneOfTexts, orNull, byKey } from '../route-context';

const open = { additionalProperties: true };
const order = Type.Object({ field: Type.String(), order: Type.Optional(oneOfTexts(['ASC', 'DESC', 'asc', 'desc'])) }, open);
const page = optional({
	from: Type.Integer({ minimum: 0 }),
	limit: Type.Integer({ minimum: 1, maximum: 10_000 }),
	after: Type.String(),
	before: Type.String(),
});

const body = orNull(
	Type.Object(optional({ filter: anyObject(), sort: Type.Array(order, { maxItems: 10 }), page: Type.Object(page, open) }), open),
);
export type SearchRequest = NonNullable<Static<typeof body>>;

export const searching = { body };
export const searchingBelow = { ...byKey, body };
