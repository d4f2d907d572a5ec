import type { FastifyInstance } from 'fastify';
import type { AuditFilter } from '../../registry-api';
import { requireCaller } from '../access';
import { auditPage, checkedAudit } from './answers';
import type { RegistryContext } from './context';
import { closed, cursor, limit, sha256, text } from './fields';
import { json } from '../../../../service/http/describe-operations';
import { registryRoute } from './registry-route';

export function auditRoutes(app: FastifyInstance, { registry }: RegistryContext): void {
	app.get<{ Querystring: AuditFilter }>(
		'/audit',
		registryRoute({
			summary: 'List changes and refused requests, newest first',
			scope: 'registry:audit',
			tag: 'audit',
			querystring: closed({ action: text(100), subject: text(200), manifest: sha256, cursor, limit: limit(500) }),
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
