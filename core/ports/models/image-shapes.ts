import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { choice, closed } from '../../base/shape';

const image = choice('kind', [
	closed({
		kind: Type.Literal('data'),
		mediaType: Type.String({ pattern: '^image/[a-z0-9.+-]{1,40}$' }),
		data: Type.String({ description: 'Base64, at most ten megabytes.', minLength: 1, maxLength: 14_000_000 }),
	}),
	closed({ kind: Type.Literal('url'), url: Type.String({ maxLength: 2_000, pattern: '^https?://' }) }),
]);
export type ImagePart = Static<typeof image>;

export const maxImages = 10;

export const images = Type.Optional(Type.Array(image, { maxItems: maxImages }));
