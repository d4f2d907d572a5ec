import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem, problemContentType } from '../core/base/problem';
import { registryHttp } from '../manifests/registry/http/registry-http';
import { usesOf } from './drill/find-uses';
import { publicKeyRoutes } from './public-key-routes';
import type { ReportFault } from './log/fault-log';
import type { ServedRegistry } from './served-registry';
import type { ServiceParts } from './service-parts';

const prefix = '/api/v1';

export async function registryRoutes(
	service: FastifyInstance,
	{ access, registryMetrics, rateLimits, engine, host }: ServiceParts,
	served: ServedRegistry,
	report: ReportFault,
): Promise<void> {
	const reportFault = (error: unknown, url: string, requestId?: string) => report(error, { url, requestId });
	const { registry, webhooks } = served;
	await service.register(
		registryHttp({
			registry,
			webhooks,
			record: registry.record,
			reportFault,
			metrics: registryMetrics,
			rateLimits,
			findUses: usesOf({ engine, host, tenant: access.tenant }),
			access: access.extendRegistry(served.access),
		}),
		{ prefix },
	);
}

/** The registry's keys are answered without it. */
export const registryPaths = [
	'audit',
	'audit/check',
	'bundle',
	'bundle/offline',
	'drill',
	'events',
	'file-lists/:sha256',
	'labels',
	'labels/:kind/:name/:label',
	'labels/:kind/:name/:label/remove',
	'manifests',
	'manifests/:from/diff/:to',
	'manifests/:sha256',
	'manifests/:sha256/approvals',
	'manifests/:sha256/deprecate',
	'manifests/:sha256/files',
	'manifests/:sha256/reject',
	'manifests/:sha256/revoke',
	'policy',
	'resolve',
	'revoke',
	'rollback',
	'rollouts',
	'rollouts/:id/:action',
	'rollouts/:id/metrics',
	'root',
	'root/:edition',
	'roots',
	'tenants/:tenant/snapshot',
	'tokens',
	'tokens/revocations',
	'webhooks',
	'webhooks/:id',
	'webhooks/:id/dead',
].map((path) => `${prefix}/${path}`);

export function unservedRegistryRoutes(service: FastifyInstance, parts: ServiceParts): void {
	publicKeyRoutes(service, parts);
	const refuse = async (request: FastifyRequest, reply: FastifyReply) => {
		const detail = `There is no registry here. ${parts.registryHint}`;
		const code = 'REGISTRY_NOT_READY';
		const answer = { ...problem(503, code, detail, request.url.split('?')[0] ?? ''), code, requestId: request.id };
		return reply.code(503).type(problemContentType).send(JSON.stringify(answer));
	};
	for (const path of registryPaths) service.all(path, { schema: { hide: true } }, refuse);
}
