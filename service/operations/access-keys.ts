import * as Type from 'typebox/type';
import { toIso } from '../../core/base/iso-time';
import type { ApiKey } from '../../core/ports/access/api-keys';
import { closed, optional, orNull } from '../../core/base/shape';
import { integer, open, string, texts, time } from '../../manifests/registry/api/answer-fields';
import { cursor, limit, reason, text } from '../../manifests/registry/api/fields';
import {
	type ApiKeys,
	collectKeyScopes,
	findState,
	type IssuedKey,
	keyBounds,
	keyDefaults,
	type KeyManager,
	type KeyRequest,
	keyRequest,
} from '../access/keys/api-keys';
import { decodePlace, encodePlace } from '../http/page';
import { operation, type OperationContext, type OperationHost } from './operation';
import { type Reaching, reachesAll } from './reach';

/** Over HTTP with the caller's rights, which bound its keys. */
type Context = OperationContext<OperationHost & Reaching & { keys: ApiKeys }>;
interface OfTenant {
	/** Default: the caller's own. */
	tenant?: string;
}

const tag = 'access';
const scope = 'keys:manage';
const path = 'access-keys';
const params = closed({ key: text(100) });
const tenant = optional({ tenant: Type.String({ maxLength: 200, description: 'Another one needs keys:tenants' }) });

const described = {
	id: string,
	tenant: string,
	name: string,
	role: orNull(string),
	scopes: texts,
	allowed: texts,
	allowFrom: texts,
	rate: orNull(integer),
	state: Type.Enum(['valid', 'revoked', 'expired']),
	createdAt: time,
	createdBy: string,
	expiresAt: orNull(time),
	lastUsedAt: orNull(time),
	revokedAt: orNull(time),
	revokedBy: orNull(string),
	replacedBy: orNull(string),
	isSession: Type.Boolean({ description: 'Of a browser: it acts for the caller that signed in' }),
};
const issued = Type.Object({ secret: Type.String({ description: 'Is in no other answer.' }), ...described });

const describe = (key: ApiKey) => ({
	...key,
	allowed: [...collectKeyScopes(key)],
	state: findState(key, Date.now()),
	createdAt: toIso(key.createdAt),
	expiresAt: toIso(key.expiresAt),
	lastUsedAt: toIso(key.lastUsedAt),
	revokedAt: toIso(key.revokedAt),
});
export type DescribedKey = ReturnType<typeof describe>;

const describeIssued = ({ secret, key }: IssuedKey) => ({ secret, ...describe(key) });
export type DescribedIssue = ReturnType<typeof describeIssued>;

/** Access to the state's files means all rights on it. */
function readManager({ host, by }: Context): KeyManager {
	const { grant } = host;
	return {
		subject: by,
		tenant: reachesAll(host, 'keys:tenants') ? undefined : host.tenant,
		...(grant && { session: grant.session, scopes: grant.scopes, limits: grant.keyLimits }),
	};
}

export const listAccessKeys = operation({
	summary: 'List the API keys of a tenant, without their secrets',
	tag,
	method: 'GET',
	path,
	scope,
	input: { query: closed(tenant) },
	output: Type.Object({ tenant: string, items: Type.Array(Type.Object(described)) }),
	async perform({ tenant: whose }: OfTenant, context: Context) {
		const of = whose ?? context.host.tenant;
		return { tenant: of, items: (await context.host.keys.list(of, readManager(context))).map(describe) };
	},
});

export const createAccessKey = operation({
	summary: 'Create an API key. Only this answer contains it',
	tag,
	method: 'POST',
	path,
	scope,
	input: { query: closed(tenant), body: keyRequest },
	output: issued,
	/** @throws TroupeError INPUT_INVALID, ACCESS_DENIED, STATE_CONFLICT for too many keys */
	async perform(request: Omit<KeyRequest, 'tenant'> & OfTenant, context: Context) {
		const { tenant: of = context.host.tenant } = request;
		return describeIssued(await context.host.keys.create({ ...request, tenant: of }, readManager(context)));
	},
});

export const rotateAccessKey = operation({
	summary: 'Create the successor of an API key. The old one works until the overlap ends',
	tag,
	method: 'POST',
	path: `${path}/:key/rotate`,
	scope,
	input: {
		params,
		query: closed(tenant),
		body: closed(optional({ overlapHours: Type.Number({ minimum: 0, maximum: keyBounds.overlapHours }) })),
	},
	output: issued,
	/** @throws TroupeError RESOURCE_NOT_FOUND, ACCESS_DENIED, STATE_CONFLICT for a key that has ended or was rotated before */
	async perform({ key, tenant: of, overlapHours }: OfTenant & { key: string; overlapHours?: number }, context: Context) {
		const { keys, tenant: own } = context.host;
		return describeIssued(await keys.rotate(of ?? own, key, overlapHours ?? keyDefaults.overlapHours, readManager(context)));
	},
});

export const revokeAccessKey = operation({
	summary: 'Revoke an API key at once, and those that were made with it',
	tag,
	method: 'POST',
	path: `${path}/:key/revoke`,
	scope,
	input: { params, query: closed(tenant), body: closed(optional({ reason })) },
	output: Type.Object({
		id: string,
		revoked: Type.Boolean({ description: 'False: it was revoked before' }),
		made: Type.Array(string, { description: 'The keys that ended with it' }),
	}),
	/** @throws TroupeError RESOURCE_NOT_FOUND, ACCESS_DENIED */
	perform: ({ key, tenant: of, reason: why }: OfTenant & { key: string; reason?: string }, context: Context) =>
		context.host.keys.revoke(of ?? context.host.tenant, key, readManager(context), why),
});

export const listAccessKeyChanges = operation({
	summary: 'List the changes of API keys, the newest first',
	tag,
	method: 'GET',
	path: `${path}/changes`,
	scope,
	input: { query: closed({ ...tenant, ...optional({ limit: limit(1_000), cursor }) }) },
	output: Type.Object({
		items: Type.Array(Type.Object({ at: time, actor: orNull(string), action: string, key: string, details: open() })),
		...optional({ cursor: string }),
	}),
	async perform({ tenant: of, limit: max = 100, cursor: from }: OfTenant & { limit?: number; cursor?: string }, context: Context) {
		const before = decodePlace(from, 0)?.[0];
		const { items, next } = await context.host.keys.changes(of ?? context.host.tenant, max, readManager(context), before);
		const more = next !== undefined && { cursor: encodePlace(next) };
		return { items: items.map(({ id: _, at, ...change }) => ({ at: toIso(at), ...change })), ...more };
	},
});
