import type { FastifyInstance } from 'fastify';
import { auditFilter, checkedAudit } from '../../registry-api';
import { requireCaller } from '../access';
import { auditPage } from './answers';
import type { RegistryContext } from './context';
import type { RequestOf } from '../../../../service/http/request-of';
import { json } from '../../../../service/http/describe-operations';
import { registryRoute } from './registry-route';

const listing = { querystring: auditFilter };

export function auditRoutes(app: FastifyInstance, { registry }: RegistryContext): void {
	app.get<RequestOf<typeof listing>>(
		'/audit',
		registryRoute({
			summary: 'List changes and refused changes, newest first',
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
			summary: 'Verify the audit log of the tenant',
			scope: 'registry:audit',
			tag: 'audit',
			answer: { 200: json('What was read, what waits, and what is wrong first', checkedAudit) },
		}),
		async (request) => registry.checkAudit(requireCaller(request)),
	);
}
