import * as Type from 'typebox/type';
import type { TSchema } from 'typebox/type';
import { integer, open, string, texts } from '../../api/answer-fields';
import { accessToken, auditEntry, manifestSummary, match, registryEvent, rollout, type Scope } from '../../registry-api';
import { deadDelivery, webhook } from '../../webhooks/webhook';

export const page = <Item extends TSchema>(item: Item) => Type.Object({ items: Type.Array(item), cursor: Type.Optional(string) });

export const none = { 204: { description: 'Done' } };
const keySet = Type.Object({ keys: Type.Array(open()) });
export const keySetAnswer = { 200: { description: 'RFC 7517', content: { 'application/jwk-set+json': { schema: keySet } } } };
export const rootEdition = Type.Object({ version: integer, tokens: string });
export const rootEditions = Type.Object({ roots: Type.Array(rootEdition) });
export const summaries = page(manifestSummary);
export const revokedManifests = Type.Object({ items: Type.Array(manifestSummary) });
export const matches = Type.Object({ matches: Type.Array(match) });
export const policy = open();
export const rollouts = Type.Object({ rollouts: Type.Array(rollout) });
export const auditPage = page(auditEntry);
export const events = Type.Object({ events: Type.Array(registryEvent) });
export const bundle = Type.Object({
	version: Type.Literal(1),
	tenant: string,
	roots: Type.Array(rootEdition),
	snapshot: string,
	manifests: texts,
	approvals: texts,
	fileLists: texts,
});
export const imported = Type.Object({ roots: integer, manifests: integer, approvals: integer });
export const accessTokens = Type.Object({ tokens: Type.Array(accessToken) });
export const webhooks = Type.Object({ webhooks: Type.Array(webhook) });
export const createdWebhook = Type.Object({ ...webhook.properties, secret: string });
export const deadDeliveries = Type.Object({ dead: Type.Array(deadDelivery) });

export const problemSchema = Type.Object({
	type: string,
	title: string,
	status: integer,
	detail: string,
	instance: string,
	code: string,
	requestId: string,
	fix: Type.Optional(string),
	retryable: Type.Optional(Type.Boolean()),
	details: Type.Optional(open()),
	runId: Type.Optional(string),
});

/** RFC 6749 scopes, for OpenAPI. */
export const scopeDescriptions: Record<Scope, string> = {
	'registry:read': 'Snapshot, manifests, search, rollouts, events',
	'registry:publish': 'Publish manifests, withdraw own drafts',
	'registry:approve': 'Hand in approvals, reject drafts',
	'registry:revoke': 'Deprecate, revoke, roll back',
	'registry:rollout': 'Labels, policy, rollouts',
	'registry:report': 'Metrics of rollouts',
	'registry:audit': 'Read the audit',
	'registry:admin': 'Roots, bundles, webhooks, access tokens',
	'registry:offline': 'Bundles that last, for sites without a network',
};
