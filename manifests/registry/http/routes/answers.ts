/** JSON schemas of answers, for the OpenAPI document; answers may gain fields, so they are open. */
import { registryEventTypes, type Scope } from '../../registry-api';
import { kind, sha256, state } from '../../api/fields';

const string = { type: 'string' } as const;
const integer = { type: 'integer' } as const;
const strings = { type: 'array', items: string } as const;
const anyObject = { type: 'object', additionalProperties: true } as const;
const time = { type: 'string', format: 'date-time' } as const;
const object = (properties: Record<string, object>, optional: string[] = []) =>
	({ type: 'object', properties, required: Object.keys(properties).filter((name) => !optional.includes(name)) }) as const;
const array = (items: object) => ({ type: 'array', items }) as const;
const page = (items: object) => object({ items: array(items), cursor: string }, ['cursor']);

const keySet = object({ keys: array(anyObject) });
export const keySetAnswer = { 200: { description: 'RFC 7517', content: { 'application/jwk-set+json': { schema: keySet } } } };
export const rootEdition = object({ version: integer, tokens: string });
export const rootEditions = object({ roots: array(rootEdition) });

const summaryFields = {
	sha256,
	kind,
	name: string,
	version: string,
	state,
	revision: integer,
	keyId: string,
	author: string,
	approvals: array(object({ approver: string, keyId: string, at: time, notCounted: string }, ['notCounted'])),
	threshold: integer,
	approved: { type: 'boolean' },
	problems: strings,
	reports: array(object({ sha256, level: string, startedAt: time, keyId: string })),
	testInSandbox: string,
	capabilities: strings,
	purpose: string,
	successor: string,
	reason: string,
	scope: { const: 'manifest' },
	publishedAt: time,
};
const optionalOfSummary = ['approved', 'problems', 'reports', 'testInSandbox', 'purpose', 'successor', 'reason', 'scope'];
export const summary = object(summaryFields, optionalOfSummary);
export const summaries = page(summary);
export const revokedManifests = object({ items: array(summary) });
export const manifest = object(
	{
		...summaryFields,
		token: string,
		manifest: anyObject,
		checksum: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
		signature: string,
		signature_key_id: string,
		approvalTokens: strings,
		evidenceTokens: strings,
		fileList: anyObject,
	},
	[...optionalOfSummary, 'evidenceTokens', 'fileList'],
);
export const matches = object({
	matches: array(object({ manifest: summary, score: { type: 'number' }, reasons: strings, warnings: strings })),
});
export const diff = object({
	from: string,
	to: string,
	changes: array(object({ path: string, kind: { enum: ['added', 'removed', 'changed'] }, from: {}, to: {} }, ['from', 'to'])),
	requiredBump: { enum: ['none', 'patch', 'minor', 'major'] },
	reasons: strings,
});
export const flag = object({ name: string, on: { type: 'boolean' }, percent: integer }, ['percent']);
export const policy = anyObject;
export const rollout = object(
	{
		id: string,
		kind,
		package: string,
		from: string,
		to: string,
		percent: integer,
		state: { enum: ['running', 'paused', 'completed', 'aborted'] },
		stages: array(object({ percent: integer, minimumMinutes: { type: 'number' } })),
		thresholds: anyObject,
		by: string,
		quality: anyObject,
		groups: anyObject,
		stage: integer,
		stageSince: time,
		samples: object({ succeeded: integer, failed: integer }),
		reporters: array(object({ subject: string, from: anyObject, to: anyObject })),
		reportedAt: time,
		reason: string,
		revision: integer,
	},
	['thresholds', 'by', 'quality', 'groups', 'reporters', 'reportedAt', 'reason'],
);
export const rollouts = object({ rollouts: array(rollout) });
export const auditPage = page(
	object({
		id: integer,
		number: integer,
		at: time,
		tenant: string,
		subject: string,
		action: string,
		outcome: { enum: ['done', 'refused'] },
		object: string,
		details: anyObject,
	}),
);
export const checkedAudit = object({
	records: integer,
	faults: array(object({ tenant: string, id: string, problem: { enum: ['changed', 'added', 'removed'] } })),
});
export const events = object({
	events: array(object({ id: integer, type: { enum: registryEventTypes }, at: time, about: anyObject })),
});
export const bundle = object({
	version: { const: 1 },
	tenant: string,
	roots: array(rootEdition),
	snapshot: string,
	manifests: strings,
	approvals: strings,
	fileLists: strings,
});
export const imported = object({ roots: integer, manifests: integer, approvals: integer });
const accessToken = object(
	{
		id: string,
		subject: string,
		scopes: strings,
		issuedAt: time,
		expiresAt: time,
		lastUsedAt: time,
		revokedAt: time,
		revokedBy: string,
		reason: string,
	},
	['issuedAt', 'expiresAt', 'lastUsedAt', 'revokedAt', 'revokedBy', 'reason'],
);
export const accessTokens = object({ tokens: array(accessToken) });
const webhook = object(
	{
		id: string,
		url: string,
		events: array({ enum: registryEventTypes }),
		createdAt: time,
		state: { enum: ['active', 'disabled'] },
		reason: string,
		failures: integer,
		lastStatus: string,
		retry: object({ attempts: integer, nextAt: time }),
		dead: integer,
	},
	['reason', 'lastStatus', 'retry'],
);
export const createdWebhook = object({ ...webhook.properties, secret: string }, ['reason', 'lastStatus', 'retry']);
export const deadDeliveries = object({
	dead: array(object({ event: integer, type: { enum: registryEventTypes }, at: time, attempts: integer, status: string })),
});
export const webhooks = object({ webhooks: array(webhook) });

export const problemSchema = object(
	{
		type: string,
		title: string,
		status: integer,
		detail: string,
		instance: string,
		code: string,
		fix: string,
		retryable: { type: 'boolean' },
		details: anyObject,
		requestId: string,
	},
	['fix', 'retryable', 'details'],
);

/** RFC 6749, in the words of OpenAPI. */
export const scopeDescriptions: Record<Scope, string> = {
	'registry:read': 'Snapshot, manifests, search, rollouts, events',
	'registry:publish': 'Publish manifests',
	'registry:approve': 'Hand in approvals',
	'registry:revoke': 'Deprecate, revoke, roll back',
	'registry:rollout': 'Flags, policy, rollouts',
	'registry:report': 'Metrics of rollouts',
	'registry:audit': 'Read the audit',
	'registry:admin': 'Roots, bundles, webhooks, access tokens',
	'registry:offline': 'Bundles that last, for sites without a network',
};
