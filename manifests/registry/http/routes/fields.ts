/** JSON schemas of requests: objects are closed, texts and lists are limited. */
import { storableText } from '../../../../core/base/text/storable-text';
import { manifestKinds, tenantPattern } from '../../../documents/documents';
import { maxJwtBytes } from '../../../token/verify-jwt';

export const closed = (properties: Record<string, object>, required: string[] = []) =>
	({ type: 'object', properties, required, additionalProperties: false }) as const;

export const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength, pattern: storableText }) as const;
/** A document that has its own strict parser. */
const document = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength }) as const;
export const list = (items: object, maxItems: number, minItems = 0) => ({ type: 'array', items, minItems, maxItems }) as const;

export const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;
/** The first digits of a SHA-256. */
export const sha256Prefix = { type: 'string', pattern: '^[0-9a-f]{4,64}$' } as const;
export const kind = { enum: manifestKinds } as const;
export const tenant = { type: 'string', pattern: tenantPattern.source } as const;
/** Name of a package, an agent, a prompt or a guardrail policy. */
export const name = { type: 'string', pattern: '^(@[a-z0-9][a-z0-9._-]{0,99}/)?[a-z0-9][a-z0-9._-]{0,199}$' } as const;
export const version = { type: 'string', pattern: '^\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}([-+][0-9A-Za-z.+-]{1,200})?$' } as const;
export const range = text(100);
export const reason = text(500);
export const revision = { type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 } as const;
export const percent = (minimum: number) => ({ type: 'integer', minimum, maximum: 100 }) as const;
export const count = { type: 'integer', minimum: 0, maximum: 1_000_000_000 } as const;
export const cursor = text(500);
export const limit = (maximum: number) => ({ type: 'integer', minimum: 1, maximum }) as const;
export const keyId = { type: 'string', pattern: '^[A-Za-z0-9._-]{1,100}$' } as const;
export const flagName = text(200);
/** Three parts of base64url; the strict parser for tokens explains what is wrong with one. */
export const token = document(maxJwtBytes);
/** Token of a snapshot. */
export const longToken = document(8 * 1024 * 1024);
/** A file list of a package, byte for byte. */
export const fileList = document(32 * 1024 * 1024);
/** One token on each line. */
export const rootTokens = document(17 * maxJwtBytes);
export const decision = { enum: ['allow', 'deny'] } as const;
export const state = { enum: ['draft', 'approved', 'deprecated', 'revoked'] } as const;
