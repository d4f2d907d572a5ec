import * as Type from 'typebox/type';
import type { TSchema } from 'typebox/type';
import { storableText } from '../../../core/base/text/storable-text';
import { manifestKinds } from '../../documents/document-words';
import { tenantPattern } from '../../documents/documents';
import { maxJwtBytes } from '../../token/verify-jwt';

export const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: storableText });
/** The document has its own strict parser. */
const document = (maxLength: number) => Type.String({ minLength: 1, maxLength });
export const list = <Item extends TSchema>(items: Item, maxItems: number, minItems = 0) => Type.Array(items, { minItems, maxItems });

export const sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
export const kind = Type.Enum([...manifestKinds]);
export const tenant = Type.String({ pattern: tenantPattern.source });
export const name = Type.String({ pattern: '^(@[a-z0-9][a-z0-9._-]{0,99}/)?[a-z0-9][a-z0-9._-]{0,199}$' });
export const version = Type.String({ pattern: '^\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}([-+][0-9A-Za-z.+-]{1,200})?$' });
/** As in the snapshot's schema, which has revocation reasons. */
export const maxReason = 500;
export const reason = text(maxReason);
export const revision = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });
export const percent = (minimum: number) => Type.Integer({ minimum, maximum: 100 });
export const count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 });
/** Base64url of a position: a key of 500 characters can be six bytes each, as JSON. */
/** The longest is for a document id of 1,000 escaped characters. */
export const cursor = text(8_200);
export const limit = (maximum: number) => Type.Integer({ minimum: 1, maximum });
export const keyId = Type.String({ pattern: '^[A-Za-z0-9._-]{1,100}$' });
export const token = document(maxJwtBytes);
export const longToken = document(8 * 1024 * 1024);
export const fileList = document(32 * 1024 * 1024);
export const rootTokens = document(17 * maxJwtBytes);
export const decision = Type.Enum(['allow', 'deny']);
export const state = Type.Enum(['draft', 'rejected', 'approved', 'deprecated', 'revoked']);
