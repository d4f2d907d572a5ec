import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { maxEvaluations } from '../../../evidence/approved-evaluations';
import type {
	ApprovalRequest,
	DeprecateRequest,
	ManifestFilter,
	PublishRequest,
	ReasonRequest,
	ResolveRequest,
	RevokeVersionRequest,
	RollBackRequest,
} from '../../registry-api';
import { requireCaller } from '../access';
import { diff, matches, revokedManifests, summaries, summary } from './answers';
import type { RegistryContext } from './context';
import {
	closed,
	cursor,
	fileList,
	kind,
	limit,
	list,
	name,
	range,
	reason,
	revision,
	sha256,
	sha256Prefix,
	state,
	text,
	token,
	version,
} from './fields';
import { json } from '../../../../service/http/describe-operations';
import { registryRoute } from './registry-route';

type ById = { sha256: string };
const params = closed({ sha256 });

/** The life of a manifest, and finding one. */
export function manifestRoutes(app: FastifyInstance, context: RegistryContext): void {
	findingRoutes(app, context);
	changingRoutes(app, context);
}

function findingRoutes(app: FastifyInstance, { registry }: RegistryContext): void {
	app.get<{ Querystring: ManifestFilter }>(
		'/manifests',
		registryRoute({
			summary: 'List manifests, newest first',
			scope: 'registry:read',
			tag: 'manifests',
			querystring: closed({ kind, name, version, sha256: sha256Prefix, state, text: text(200), cursor, limit: limit(500) }),
			answer: { 200: json('A page', summaries) },
		}),
		async (request) => registry.list(requireCaller(request), request.query),
	);

	app.get<{ Querystring: ResolveRequest }>(
		'/resolve',
		registryRoute({
			summary: 'Find the best versions by name and range, or by capability, with score and reasons',
			scope: 'registry:read',
			tag: 'manifests',
			querystring: closed({
				kind,
				name,
				range,
				capabilities: list(text(200), 20),
				question: text(1_000),
				instance: text(200),
				limit: limit(100),
			}),
			answer: { 200: json('Best first', matches) },
		}),
		async (request) => ({ matches: await registry.resolve(requireCaller(request), request.query) }),
	);

	app.get<{ Params: { from: string; to: string } }>(
		'/manifests/:from/diff/:to',
		registryRoute({
			summary: 'Compare two versions, and get the smallest version bump that the changes require',
			scope: 'registry:read',
			tag: 'manifests',
			params: closed({ from: sha256, to: sha256 }),
			answer: { 200: json('The difference', diff) },
		}),
		async (request) => registry.diff(requireCaller(request), request.params.from, request.params.to),
	);
}

function changingRoutes(app: FastifyInstance, { registry, snapshots }: RegistryContext): void {
	app.post<{ Body: PublishRequest }>(
		'/manifests',
		registryRoute({
			summary: 'Publish a manifest that its author signed',
			scope: 'registry:publish',
			tag: 'manifests',
			body: closed({ token, fileList }, ['token']),
			// A list of 32 MiB, its quotes escaped.
			bodyLimit: 48 * 1024 * 1024,
			answer: {
				200: json('The existing manifest: its author signed the same content before', summary),
				201: json('The draft', summary),
			},
		}),
		async (request, reply) => {
			const published = await registry.publish(requireCaller(request), request.body);
			const isNew = published.sha256 === createHash('sha256').update(request.body.token, 'latin1').digest('hex');
			return reply.code(isNew ? 201 : 200).send(published);
		},
	);

	app.post<{ Params: ById; Body: ApprovalRequest }>(
		'/manifests/:sha256/approvals',
		registryRoute({
			summary: 'Add an approval that an approver signed, with the sandbox report that it names',
			scope: 'registry:approve',
			tag: 'manifests',
			params,
			body: closed({ token, revision, evidence: list(token, maxEvaluations + 1) }, ['token']),
			bodyLimit: 3 * 1024 * 1024,
			answer: { 200: json('The manifest', summary) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const approved = await registry.approve(caller, request.params.sha256, request.body);
			snapshots.forget(caller.tenant);
			return approved;
		},
	);

	app.post<{ Params: ById; Body: DeprecateRequest | null }>(
		'/manifests/:sha256/deprecate',
		registryRoute({
			summary: 'Deprecate a manifest: it still runs, with a warning that names the successor',
			scope: 'registry:revoke',
			tag: 'manifests',
			params,
			body: closed({ reason, revision, successor: version }),
			answer: { 200: json('The manifest', summary) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const changed = await registry.deprecate(caller, request.params.sha256, request.body ?? {});
			snapshots.forget(caller.tenant);
			return changed;
		},
	);

	app.post<{ Params: ById; Body: ReasonRequest | null }>(
		'/manifests/:sha256/revoke',
		registryRoute({
			summary: 'Revoke a manifest permanently. For a package of another publisher, only this manifest; otherwise its whole version',
			scope: 'registry:revoke',
			tag: 'manifests',
			params,
			body: closed({ reason, revision }),
			answer: { 200: json('The manifest', summary) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const changed = await registry.revoke(caller, request.params.sha256, request.body ?? {});
			snapshots.forget(caller.tenant);
			return changed;
		},
	);

	app.post<{ Body: RevokeVersionRequest }>(
		'/revoke',
		registryRoute({
			summary: 'Revoke a version permanently, with all its manifests, including later ones',
			scope: 'registry:revoke',
			tag: 'manifests',
			body: closed({ kind, name, version, reason }, ['kind', 'name', 'version']),
			answer: { 200: json('Its manifests', revokedManifests) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const items = await registry.revokeVersion(caller, request.body);
			snapshots.forget(caller.tenant);
			return { items };
		},
	);

	app.post<{ Body: RollBackRequest }>(
		'/rollback',
		registryRoute({
			summary: 'Return to an approved version: every higher version is deprecated',
			scope: 'registry:revoke',
			tag: 'manifests',
			body: closed({ kind, name, to: version, reason }, ['kind', 'name']),
			answer: { 200: json('The version that is current again', summary) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const target = await registry.rollBack(caller, request.body);
			snapshots.forget(caller.tenant);
			return target;
		},
	);
}
