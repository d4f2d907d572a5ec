import Ajv, { type ValidateFunction } from 'ajv';
import { capabilitiesSchema } from '../../core/ports/capabilities/capabilities';
import { approvedEvaluationsSchema } from '../evidence/approved-evaluations';
import { issuer, manifestKinds, roles, stalePolicies, type DocumentType } from './documents';

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
/** npm used to allow capital letters in names. */
const installedName = { type: 'string', pattern: '^(@[A-Za-z0-9~._-]{1,100}/)?[A-Za-z0-9~._-]{1,214}$' };
const semanticVersion = { type: 'string', pattern: '^\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(-[0-9A-Za-z.-]{1,100})?(\\+[0-9A-Za-z.-]{1,100})?$' };
const base64url = { type: 'string', pattern: '^[A-Za-z0-9_-]+$', maxLength: 2048 };
const keyId = { type: 'string', pattern: '^[A-Za-z0-9._-]{1,100}$' };

// No version could follow one near 2^53: the fast-forward attack.
const version = { type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 };
const time = { type: 'integer', minimum: 1_000_000_000, maximum: 99_999_999_999 };
/** The reader checks which tenant it is for: see verifyToken. */
const tenantAudience = { type: 'string', pattern: '^troupe(:[a-z0-9][a-z0-9-]{0,62})?$' };
const claims = { iss: { const: issuer }, aud: { const: 'troupe' }, iat: time, exp: time, ver: version };

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

/** The contents that the build declares in `dist/troupe.contents.json`. */
export const contentsSchema = closed(contents, ['commands']);

const identity = closed({ name: packageName, version: semanticVersion });
const fileSize = { type: 'integer', minimum: 0, maximum: 2 ** 40 };
/** The contents of `file-lists/<sha256>.json`. */
export const fileListSchema = list(closed({ path: text(1024), size: fileSize, sha256 }), 100_000, 1);

const packageManifest = closed(
	{
		...claims,
		...contents,
		kind: { const: 'package' },
		package: identity,
		n8n: text(200),
		unlistedAgents: { enum: ['allow', 'deny'] },
		covers: list(text(200), 50, 1),
		files: list(closed({ path: text(1024), size: fileSize, sha256 }), 20_000),
		fileList: closed({
			sha256,
			size: { type: 'integer', minimum: 2, maximum: 2 ** 25 },
			count: { type: 'integer', minimum: 1, maximum: 100_000 },
		}),
		dependencies: list(closed({ name: installedName, version: semanticVersion, sha256 }), 5_000),
		nestedPackages: list(closed({ path: text(1024), version: semanticVersion }), 1_000),
		permissions: capabilitiesSchema,
	},
	['kind', 'n8n', 'commands', 'fileList', 'dependencies', 'nestedPackages', 'permissions'],
);

const agentManifest = closed(
	{
		...claims,
		kind: { const: 'agent' },
		package: identity,
		content: text(160_000),
		purpose: text(1000),
		capabilities: list(text(200), 100),
		prompt: closed({ name: packageName, range: text(100) }),
		permissions: capabilitiesSchema,
	},
	['prompt', 'permissions'],
);

const promptManifest = closed({
	...claims,
	kind: { const: 'prompt' },
	package: identity,
	content: text(160_000),
	purpose: text(1000),
	variables: list({ type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,99}$' }, 100),
});

const policyManifest = closed({
	...claims,
	kind: { const: 'policy' },
	package: identity,
	content: text(300_000),
	purpose: text(1000),
});

const templateManifest = closed({
	...claims,
	kind: { const: 'template' },
	package: identity,
	content: text(160_000),
	purpose: text(1000),
});

const evaluationManifest = closed({
	...claims,
	kind: { const: 'evaluation' },
	package: identity,
	content: text(160_000),
	purpose: text(1000),
});

const manifestSchemas = {
	package: packageManifest,
	agent: agentManifest,
	prompt: promptManifest,
	policy: policyManifest,
	template: templateManifest,
	evaluation: evaluationManifest,
};

const revision = { type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 };
const percent = (minimum: number) => ({ type: 'integer', minimum, maximum: 100 });
const decision = { enum: ['allow', 'deny'] };

const snapshotEntry = closed(
	{
		sha256,
		kind: { enum: manifestKinds },
		package: packageName,
		version: semanticVersion,
		state: { enum: ['approved', 'deprecated', 'revoked'] },
		revision,
		successor: semanticVersion,
		reason: text(500),
		scope: { const: 'manifest' },
	},
	['kind', 'revision', 'successor', 'reason', 'scope'],
);

const rollout = closed({
	id: keyId,
	kind: { enum: manifestKinds },
	package: packageName,
	from: semanticVersion,
	to: semanticVersion,
	percent: percent(0),
	state: { enum: ['running', 'paused', 'completed', 'aborted'] },
});

export const documentSchemas: Record<DocumentType, object> = {
	'troupe-root+jwt': closed(
		{
			...claims,
			keys: list(jwk, 64, 4),
			// One token carries one signature. A root with several signatures is several tokens, a manifest can have many approvals, and the other
			// documents have one signature.
			roles: closed(Object.fromEntries(roles.map((name) => [name, role(name === 'root' || name === 'approver' ? 16 : 1)]))),
			owners: { type: 'object', propertyNames: keyId, additionalProperties: text(200), maxProperties: 64 },
			retiredKeys: { type: 'object', propertyNames: keyId, additionalProperties: time, maxProperties: 64 },
			revokedKeyIds: list(keyId, 256),
			development: { type: 'boolean' },
		},
		['owners', 'retiredKeys', 'revokedKeyIds'],
	),
	'troupe-manifest+jwt': packageManifest,
	'troupe-approval+jwt': closed(
		{
			...claims,
			manifest: sha256,
			package: packageName,
			version: semanticVersion,
			approver: text(200),
			jti: text(100),
			report: sha256,
			evaluations: approvedEvaluationsSchema,
		},
		['report', 'evaluations'],
	),
	'troupe-snapshot+jwt': closed(
		{
			...claims,
			aud: tenantAudience,
			manifests: list(snapshotEntry, 20_000),
			flags: list(closed({ name: text(200), on: { type: 'boolean' }, percent: percent(1) }, ['percent']), 2_000),
			rollouts: list(rollout, 1_000),
			policy: closed({ unknownPackages: decision, unlistedAgents: decision, stalePolicy: { enum: stalePolicies } }, [
				'unknownPackages',
				'unlistedAgents',
				'stalePolicy',
			]),
			graceSeconds: { type: 'integer', minimum: 0, maximum: 30 * 86_400 },
			offline: closed({ requestedBy: text(200) }),
		},
		['flags', 'rollouts', 'policy', 'graceSeconds', 'offline'],
	),
};

/** Returns the schema for a document of this type. A manifest has one schema per kind. */
function selectSchema(type: DocumentType, value: unknown): object {
	if (type !== 'troupe-manifest+jwt') return documentSchemas[type];
	const kind = (value as { kind?: unknown } | null)?.kind;
	return manifestSchemas[manifestKinds.find((one) => one === kind) ?? 'package'];
}

/** Checks a whole document. */
export const findDocumentMisfit = (type: DocumentType, value: unknown): Misfit | null => findMisfit(value, selectSchema(type, value));

/** The tests validate the schemas above, so the start of a command does not have to. */
const ajv = new Ajv({ allErrors: false, strict: true, validateSchema: false, inlineRefs: false, code: { optimize: false } });
const compiled = new Map<object, ValidateFunction>();

/** The first place where a value does not fit its schema. */
interface Misfit {
	/** The whole problem, such as `/files/3/sha256 must match pattern …`. */
	problem: string;
	/** Expected value, and its place. */
	expected: string;
	/** The actual value if it is short; for lists and objects only their type. */
	actual: string;
}

/** Describes the first problem in one text; null when the value fits. */
export const describeMisfit = (value: unknown, schema: object): string | null => findMisfit(value, schema)?.problem ?? null;

/** Finds the first place where `value` does not fit `schema`; null when it fits. */
export function findMisfit(value: unknown, schema: object): Misfit | null {
	const validate = compiled.get(schema) ?? ajv.compile(schema);
	compiled.set(schema, validate);
	if (validate(value)) return null;
	const error = validate.errors?.[0];
	const extra = error?.keyword === 'additionalProperties' ? JSON.stringify(error.params.additionalProperty) : undefined;
	const expected = `${error?.instancePath || 'the document'} ${error?.message ?? 'does not fit its schema'}`;
	return {
		problem: extra === undefined ? expected : `${expected}: ${extra}`,
		expected,
		actual: extra ?? (error?.keyword === 'required' ? 'nothing' : describeValueAt(value, error?.instancePath ?? '')),
	};
}

/** Describes the value that a JSON pointer (RFC 6901) leads to. */
function describeValueAt(value: unknown, pointer: string): string {
	const names = pointer.split('/').slice(1);
	const target = names.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name.replace(/~1/g, '/').replace(/~0/g, '~')], value);
	if (Array.isArray(target)) return `a list of ${target.length}`;
	if (pointer === '') return target === null ? 'null' : `a ${typeof target}`;
	return typeof target === 'object' && target !== null ? 'an object' : String(JSON.stringify(target)).slice(0, 60);
}
