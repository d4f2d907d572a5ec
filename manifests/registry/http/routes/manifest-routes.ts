import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { closed } from '../../../../core/base/shape';
import {
	manifestDiff,
	manifestSummary,
	approvalRequest,
	deprecateRequest,
	drill,
	drillRequest,
	manifestFilter,
	publishRequest,
	reasonRequest,
	rejectRequest,
	resolveRequest,
	revokeVersionRequest,
	rollBackRequest,
} from '../../registry-api';
import { sha256 } from '../../api/fields';
import { requireCaller, requireGrant } from '../access';
import { matches, none, revokedManifests, summaries } from './answers';
import type { RegistryContext } from './context';
import type { RequestOf } from '../../../../service/http/request-of';
import { json } from '../../../../service/http/describe-operations';
import { OnePerTenant } from './one-per-tenant';
import { registryRoute } from './registry-route';

const listing = { querystring: manifestFilter };
const resolving = { querystring: resolveRequest };
const comparing = { params: closed({ from: sha256, to: sha256 }) };
const publishing = { body: publishRequest };
const drilling = { querystring: drillRequest };
const params = closed({ sha256 });
const approving = { params, body: approvalRequest };
const rejecting = { params, body: rejectRequest };
const withdrawing = { params };
const deprecating = { params, body: deprecateRequest };
const revoking = { params, body: reasonRequest };
const revokingVersion = { body: revokeVersionRequest };
const rollingBack = { body: rollBackRequest };

export function manifestRoutes(app: FastifyInstance, context: RegistryContext): void {
	findingRoutes(app, context);
	changingRoutes(app, context);
}

function findingRoutes(app: FastifyInstance, { registry, findUses }: RegistryContext): void {
	const drills = new OnePerTenant();
	app.get<RequestOf<typeof listing>>(
		'/manifests',
		registryRoute({
			summary: 'List manifests, newest first',
			scope: 'registry:read',
			tag: 'manifests',
			...listing,
			answer: { 200: json('A page', summaries) },
		}),
		async (request) => registry.list(requireCaller(request), request.query),
	);

	app.get<RequestOf<typeof resolving>>(
		'/resolve',
		registryRoute({
			summary: 'Find the best versions by name and range, or by capability, with score and reasons',
			scope: 'registry:read',
			tag: 'manifests',
			...resolving,
			answer: { 200: json('Best first', matches) },
		}),
		async (request) => ({ matches: await registry.resolve(requireCaller(request), request.query) }),
	);

	app.get<RequestOf<typeof comparing>>(
		'/manifests/:from/diff/:to',
		registryRoute({
			summary: 'Compare two versions, and get the smallest version bump that the changes require',
			scope: 'registry:read',
			tag: 'manifests',
			...comparing,
			answer: { 200: json('The difference', manifestDiff) },
		}),
		async (request) => registry.diff(requireCaller(request), request.params.from, request.params.to),
	);

	app.get<RequestOf<typeof drilling>>(
		'/drill',
		registryRoute({
			summary: 'Say what would stop if a key, a manifest or a version were revoked now, and change nothing',
			scope: 'registry:read',
			tag: 'manifests',
			...drilling,
			answer: { 200: json('What would stop, what calls it, and what runs it', drill) },
		}),
		async (request) => {
			const grant = requireGrant(request);
			return drills.hold(grant.caller.tenant, 'a drill', async () => {
				const drilled = await registry.drill(grant.caller, request.query);
				const uses = await findUses?.(grant, drilled);
				return { ...drilled, ...uses };
			});
		},
	);
}

function changingRoutes(app: FastifyInstance, { registry, snapshots }: RegistryContext): void {
	app.post<RequestOf<typeof publishing>>(
		'/manifests',
		registryRoute({
			summary: 'Publish a manifest that its author signed',
			scope: 'registry:publish',
			tag: 'manifests',
			...publishing,
			// A list of 32 MiB with escaped quotes.
			bodyLimit: 48 * 1024 * 1024,
			answer: {
				200: json('The existing manifest: its author signed the same content before', manifestSummary),
				201: json('The draft', manifestSummary),
			},
		}),
		async (request, reply) => {
			const published = await registry.publish(requireCaller(request), request.body);
			const isNew = published.sha256 === createHash('sha256').update(request.body.token, 'latin1').digest('hex');
			return reply.code(isNew ? 201 : 200).send(published);
		},
	);

	app.post<RequestOf<typeof approving>>(
		'/manifests/:sha256/approvals',
		registryRoute({
			summary: 'Add an approval that an approver signed, with the sandbox report that it names',
			scope: 'registry:approve',
			tag: 'manifests',
			...approving,
			bodyLimit: 3 * 1024 * 1024,
			answer: { 200: json('The manifest', manifestSummary) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const approved = await registry.approve(caller, request.params.sha256, request.body);
			snapshots.forget(caller.tenant);
			return approved;
		},
	);

	app.post<RequestOf<typeof rejecting>>(
		'/manifests/:sha256/reject',
		registryRoute({
			summary: 'Reject a draft, with the reason for its author. Other content may be published under its version',
			scope: 'registry:approve',
			tag: 'manifests',
			...rejecting,
			answer: { 200: json('The manifest', manifestSummary) },
		}),
		async (request) => registry.reject(requireCaller(request), request.params.sha256, request.body),
	);

	app.delete<RequestOf<typeof withdrawing>>(
		'/manifests/:sha256',
		registryRoute({
			summary: 'Withdraw a draft: only its author or publisher can',
			scope: 'registry:publish',
			tag: 'manifests',
			...withdrawing,
			answer: none,
		}),
		async (request, reply) => {
			await registry.withdraw(requireCaller(request), request.params.sha256);
			return reply.code(204).send();
		},
	);

	app.post<RequestOf<typeof deprecating>>(
		'/manifests/:sha256/deprecate',
		registryRoute({
			summary: 'Deprecate a manifest: it still runs, with a warning that names the successor',
			scope: 'registry:revoke',
			tag: 'manifests',
			...deprecating,
			answer: { 200: json('The manifest', manifestSummary) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const changed = await registry.deprecate(caller, request.params.sha256, request.body ?? {});
			snapshots.forget(caller.tenant);
			return changed;
		},
	);

	app.post<RequestOf<typeof revoking>>(
		'/manifests/:sha256/revoke',
		registryRoute({
			summary: 'Revoke a manifest permanently. For a package of another publisher, only this manifest; otherwise its whole version',
			scope: 'registry:revoke',
			tag: 'manifests',
			...revoking,
			answer: { 200: json('The manifest', manifestSummary) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const changed = await registry.revoke(caller, request.params.sha256, request.body ?? {});
			snapshots.forget(caller.tenant);
			return changed;
		},
	);

	app.post<RequestOf<typeof revokingVersion>>(
		'/revoke',
		registryRoute({
			summary: 'Revoke a version permanently, with all its manifests, including later ones',
			scope: 'registry:revoke',
			tag: 'manifests',
			...revokingVersion,
			answer: { 200: json('Its manifests', revokedManifests) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const items = await registry.revokeVersion(caller, request.body);
			snapshots.forget(caller.tenant);
			return { items };
		},
	);

	app.post<RequestOf<typeof rollingBack>>(
		'/rollback',
		registryRoute({
			summary: 'Return to an approved version: every higher version is deprecated',
			scope: 'registry:revoke',
			tag: 'manifests',
			...rollingBack,
			answer: { 200: json('The version that is current again', manifestSummary) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const target = await registry.rollBack(caller, request.body);
			snapshots.forget(caller.tenant);
			return target;
		},
	);
}
