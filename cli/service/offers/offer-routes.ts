import type { FastifyInstance } from 'fastify';
import { isTroupeError } from '../../../core/base/errors';
import { composeRuns } from '../../../providers/compose/state/host-runs';
import type { GuardFor } from '../access/ask-for-scope';
import type { ReportFault } from '../log/fault-log';
import { agentLog } from '../log/log-agents';
import { mcpRoute } from '../mcp/mcp-route';
import { listOfferedTools } from '../mcp/offered-tools';
import type { ServiceParts } from '../service-parts';
import { OfferedRuns } from './offered-runs';

/** Adds what other programs call agents and processes by. */
export function offerRoutes(app: FastifyInstance, parts: ServiceParts, guardFor: GuardFor, reportFault: ReportFault): void {
	const { host, engine, version, access, offeredAgents: offered, log, metrics } = parts;
	const logAgent = agentLog(log, metrics);
	const tools = { host, engine, tenant: access.tenant, offered, runs: new OfferedRuns(host, 'mcp', logAgent) };
	mcpRoute(app, guardFor('any', 'any-tenant'), {
		version,
		toolsFor: (grant) => listOfferedTools(grant, tools),
		readKey: async (tenant) => (await composeRuns({ ...host, tenant })).sign!('rounds of a call over MCP'),
		reportFault: (error) => isTroupeError(error) || reportFault(error, { url: '/mcp' }),
	});
}
