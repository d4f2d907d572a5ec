import Ajv, { type ValidateFunction } from 'ajv';
import { audience, issuer, roles, type DocumentType } from './documents';

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength }) as const;
const list = (items: object, maxItems: number, minItems = 0) => ({ type: 'array', items, minItems, maxItems }) as const;
const closed = (properties: Record<string, object>, optional: string[] = []) => ({
	type: 'object',
	properties,
	required: Object.keys(properties).filter((name) => !optional.includes(name)),
	additionalProperties: false,
});

const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const packageName = { type: 'string', pattern: '^(@[a-z0-9][a-z0-9._-]{0,99}/)?[a-z0-9][a-z0-9._-]{0,199}$' };
const semanticVersion = { type: 'string', pattern: '^\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(-[0-9A-Za-z.-]{1,100})?(\\+[0-9A-Za-z.-]{1,100})?$' };
const base64url = { type: 'string', pattern: '^[A-Za-z0-9_-]+$', maxLength: 2048 };
const keyId = { type: 'string', pattern: '^[A-Za-z0-9._-]{1,100}$' };

// A version near 2^53 could never be followed by another: the fast-forward attack.
const version = { type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 };
const time = { type: 'integer', minimum: 1_000_000_000, maximum: 99_999_999_999 };
const claims = { iss: { const: issuer }, aud: { const: audience }, iat: time, exp: time, ver: version };

const jwk = closed(
	{
		kty: { const: 'RSA' },
		n: base64url,
		e: base64url,
		kid: keyId,
		use: { const: 'sig' },
		alg: { const: 'RS256' },
		key_ops: list({ const: 'verify' }, 1, 1),
	},
	['key_ops'],
);

const role = (maximum: number) => closed({ keyIds: list(keyId, 16, 1), threshold: { type: 'integer', minimum: 1, maximum } });

const contents = {
	nodes: list(closed({ name: text(200), versions: list({ type: 'number', exclusiveMinimum: 0, maximum: 10_000 }, 100, 1) }), 500),
	jobTypes: list(text(200), 500),
	agents: list(closed({ id: text(200), version: semanticVersion, sha256 }), 500),
	commands: list(text(200), 500),
};

/** What the build declares in `dist/troupe.contents.json`. */
export const contentsSchema = closed(contents, ['commands']);

export const documentSchemas: Record<DocumentType, object> = {
	'troupe-root+jwt': closed({
		...claims,
		keys: list(jwk, 64, 4),
		// One token carries one signature; only approvals come in numbers so far.
		roles: closed(Object.fromEntries(roles.map((name) => [name, role(name === 'approver' ? 16 : 1)]))),
		development: { type: 'boolean' },
	}),
	'troupe-manifest+jwt': closed(
		{
			...claims,
			...contents,
			package: closed({ name: packageName, version: semanticVersion }),
			n8n: text(200),
			unlistedAgents: { enum: ['allow', 'deny'] },
			covers: list(text(200), 50, 1),
			files: list(closed({ path: text(1024), size: { type: 'integer', minimum: 0, maximum: 2 ** 40 }, sha256 }), 20_000, 1),
		},
		['n8n', 'commands'],
	),
	'troupe-approval+jwt': closed({
		...claims,
		manifest: sha256,
		package: packageName,
		version: semanticVersion,
		approver: text(200),
		jti: text(100),
	}),
	'troupe-snapshot+jwt': closed({
		...claims,
		manifests: list(
			closed({ sha256, package: packageName, version: semanticVersion, state: { enum: ['approved', 'deprecated', 'revoked'] } }),
			10_000,
		),
	}),
};

/** The schemas above are checked by the tests; every start of every command would pay for it again. */
const ajv = new Ajv({ allErrors: false, strict: true, validateSchema: false, inlineRefs: false, code: { optimize: false } });
const compiled = new Map<object, ValidateFunction>();

/** The first thing in which `value` does not fit `schema`, such as `/files/3/sha256 must match pattern …`; null when it fits. */
export function misfit(value: unknown, schema: object): string | null {
	const validate = compiled.get(schema) ?? ajv.compile(schema);
	compiled.set(schema, validate);
	if (validate(value)) return null;
	const error = validate.errors?.[0];
	const named = error?.params && 'additionalProperty' in error.params ? `: ${JSON.stringify(error.params.additionalProperty)}` : '';
	return `${error?.instancePath || 'the document'} ${error?.message ?? 'does not fit its schema'}${named}`;
}
