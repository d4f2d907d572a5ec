import type { FastifyInstance } from 'fastify';
import { auditFilter } from '../../registry-api';
import { requireCaller } from '../access';
import { auditPage, checkedAudit } from './answers';
import type { RegistryContext } from './context';
import type { RequestOf } from '../../../../service/http/request-of';
import { json } from '../../../../service/http/describe-operations';
import { registryRoute } from './registry-route';

const listing = { querystring: auditFilter };

export function auditRoutes(app: FastifyInstance, { registry }: RegistryContext): void {
	app.get<RequestOf<typeof listing>>(
		'/audit',
		registryRoute({
			summary: 'List changes and refused requests, newest first',
			scope: 'registry:audit',
			tag: 'audit',
			...listing,
			answer: { 200: json('A page', auditPage) },
		}),
		async (request) => registry.audit(requireCaller(request), request.query),
	);

	app.get(
		'/audit/check',
		registryRoute({
			summary: 'Check that the audit is as the registry wrote it',
			scope: 'registry:audit',
			tag: 'audit',
			answer: { 200: json('What was checked, and what was changed, added or removed', checkedAudit) },
		}),
		async (request) => registry.checkAudit(requireCaller(request)),
	);
}
