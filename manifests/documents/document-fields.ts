import * as Type from 'typebox/type';
import type { Static, TObject, TSchema } from 'typebox/type';
import { storableText } from '../../core/base/text/storable-text';
import { audience, issuer, manifestKinds } from './document-words';

export const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
export const notes = Type.Optional(Type.String({ minLength: 1, maxLength: 1000, pattern: storableText }));
export const list = <Item extends TSchema>(items: Item, maxItems: number, minItems = 0) => Type.Array(items, { minItems, maxItems });

export const sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
export const packageName = Type.String({ pattern: '^(@[a-z0-9][a-z0-9._-]{0,99}/)?[a-z0-9][a-z0-9._-]{0,199}$' });
export const semanticVersion = Type.String({
	pattern: '^\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(-[0-9A-Za-z.-]{1,100})?(\\+[0-9A-Za-z.-]{1,100})?$',
});
export const keyId = Type.String({ pattern: '^[A-Za-z0-9._-]{1,100}$' });
export const kind = Type.Enum([...manifestKinds]);
export const decision = Type.Enum(['allow', 'deny']);
/** ISO 8601 in UTC. */
export const isoTime = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$' });

// No version could follow one near 2^53: the fast-forward attack.
export const revision = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });
/** Seconds since the epoch. */
export const time = Type.Integer({ minimum: 1_000_000_000, maximum: 99_999_999_999 });

export const claims = {
	iss: Type.Literal(issuer),
	aud: Type.Unsafe<string>({ const: audience }),
	iat: time,
	exp: time,
	ver: revision,
};
export type Claims = Static<TObject<typeof claims>>;
