import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as Type from 'typebox/type';
import type { ApiKey } from '../../../core/ports/access/api-keys';
import { closed, optional } from '../../../core/base/shape';
import { reason, text } from '../../../manifests/registry/api/fields';
import { readStrictly } from '../../http/read-strictly';
import { requireCaller } from '../../../manifests/registry/http/access';
import type { GuardFor } from '../ask-for-scope';
import { keyBounds, keyDefaults, collectKeyScopes, findState, keyRequest, type ApiKeys, type IssuedKey, type KeyManager } from './api-keys';
import { registerRoutes } from '../../http/name-plugin';
import { fields, string } from '../../http/describe-operations';
import type { RequestOf } from '../../http/request-of';

const maxChanges = 1_000;
const ofTenant = { querystring: closed(optional({ tenant: text(200) })) };
const creation = { ...ofTenant, body: keyRequest };
const rotation = {
	...ofTenant,
	body: closed(optional({ overlapHours: Type.Number({ minimum: 0, maximum: keyBounds.overlapHours }) })),
};
const revocation = { ...ofTenant, body: closed(optional({ reason })) };
const summary = (words: string, more: object = {}) => ({ summary: words, tags: ['access'], security: [{ apiKey: [] }], ...more });

const issuedAnswer = { 201: fields('The key, with its secret', { secret: string, id: string }) };

type TenantQuery = Pick<RequestOf<typeof ofTenant>, 'Querystring'>;
type NamedKey = { Params: { id: string } };

/** `/access/keys`: what `troupe key` does, for administrators who reach the service only. */
export function keyRoutes(service: FastifyInstance, keys: ApiKeys, guardFor: GuardFor): void {
	const onRequest = guardFor('keys:manage', 'any-tenant');

	void registerRoutes(service, 'keys', async (app) => {
		readStrictly(app);
		app.addHook('onRequest', onRequest);

		app.get<TenantQuery>('/access/keys', { schema: summary('List the API keys of a tenant', ofTenant) }, async (request) => {
			const listed = await keys.list(chooseTenant(request), readManager(request));
			return { keys: listed.map(describeKey) };
		});

		app.post<RequestOf<typeof creation>>(
			'/access/keys',
			{
				schema: summary('Create an API key. Only this answer contains it', {
					...creation,
					'x-answers': issuedAnswer,
				}),
			},
			async (request, reply) => {
				const issued = await keys.create({ ...request.body, tenant: chooseTenant(request) }, readManager(request));
				return reply.code(201).header('cache-control', 'no-store').send(describeIssued(issued));
			},
		);

		app.post<RequestOf<typeof rotation> & NamedKey>(
			'/access/keys/:id/rotation',
			{
				schema: summary('Create the successor of an API key. The old one works until the overlap ends', {
					...rotation,
					'x-answers': issuedAnswer,
				}),
			},
			async (request, reply) => {
				const { overlapHours = keyDefaults.overlapHours } = request.body;
				const issued = await keys.rotate(chooseTenant(request), request.params.id, overlapHours, readManager(request));
				return reply.code(201).header('cache-control', 'no-store').send(describeIssued(issued));
			},
		);

		app.post<RequestOf<typeof revocation> & NamedKey>(
			'/access/keys/:id/revocation',
			{ schema: summary('Revoke an API key at once, and those that were made with it', revocation) },
			async (request) => {
				return keys.revoke(chooseTenant(request), request.params.id, readManager(request), request.body.reason);
			},
		);

		app.get<TenantQuery>(
			'/access/changes',
			{ schema: summary('List the changes of API keys, the newest first', ofTenant) },
			async (request) => ({
				changes: (await keys.changes(chooseTenant(request), maxChanges, readManager(request))).map(({ at, ...change }) => ({
					at: new Date(at).toISOString(),
					...change,
				})),
			}),
		);
	});
}

const chooseTenant = (request: FastifyRequest<TenantQuery>): string => request.query.tenant ?? requireCaller(request).tenant;

function readManager(request: FastifyRequest): KeyManager {
	const { tenant: own, subject } = requireCaller(request);
	const scopes = request.grant?.scopes ?? new Set<string>();
	return { subject, tenant: scopes.has('keys:tenants') ? undefined : own, scopes, limits: request.grant?.keyLimits };
}

/** A key as the interface and `troupe key list --json` show it. */
export function describeKey(key: ApiKey): Record<string, unknown> {
	const toIso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
	return {
		...key,
		allowed: [...collectKeyScopes(key)],
		state: findState(key, Date.now()),
		createdAt: toIso(key.createdAt),
		expiresAt: toIso(key.expiresAt),
		lastUsedAt: toIso(key.lastUsedAt),
		revokedAt: toIso(key.revokedAt),
	};
}

export const describeIssued = ({ secret, key }: IssuedKey): Record<string, unknown> => ({ secret, ...describeKey(key) });
