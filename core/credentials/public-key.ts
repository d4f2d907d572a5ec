import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../base/shape';

const coordinate = Type.String({ pattern: '^[\\w-]{43}$' });

export const publicKey = closed({
	kty: Type.Literal('EC'),
	crv: Type.Literal('P-256'),
	x: coordinate,
	y: coordinate,
	kid: Type.Optional(Type.String({ maxLength: 4000 })),
	alg: Type.Optional(Type.Literal('ES256')),
	use: Type.Optional(Type.Literal('sig')),
});
export type PublicKey = Static<typeof publicKey>;
