import type { FastifyInstance } from 'fastify';
import { isTroupeError } from '../../../core/base/errors';
import { composeRuns } from '../../../providers/compose/state/host-runs';
import type { GuardFor } from '../access/ask-for-scope';
import type { ReportFault } from '../log/fault-log';
import { a2aRoutes } from '../a2a/a2a-route';
import { agentLog } from '../log/log-agents';
import { mcpRoute } from '../mcp/mcp-route';
import { listOfferedTools } from '../mcp/offered-tools';
import type { ServiceParts } from '../service-parts';
import { listOfferedAgents } from './offered-agents';
import { OfferedRuns } from './offered-runs';

/** Adds what other programs call agents and processes by. */
export function offerRoutes(app: FastifyInstance, parts: ServiceParts, guardFor: GuardFor, reportFault: ReportFault): void {
	const { host, engine, version, access, offeredAgents: offered, log, metrics } = parts;
	const logAgent = agentLog(log, metrics);
	const report = (url: string) => (error: unknown) => isTroupeError(error) || reportFault(error, { url });
	const tools = { host, engine, tenant: access.tenant, offered, runs: new OfferedRuns(host, 'mcp', logAgent) };
	mcpRoute(app, guardFor('any', 'any-tenant'), {
		version,
		toolsFor: (grant) => listOfferedTools(grant, tools),
		readKey: async (tenant) => (await composeRuns({ ...host, tenant })).sign!('rounds of a call over MCP'),
		reportFault: report('/mcp'),
	});
	a2aRoutes(app, guardFor('agent:run', 'any-tenant'), {
		agentsFor: ({ tenant }) => listOfferedAgents({ ...host, tenant }, offered),
		runs: new OfferedRuns(host, 'a2a', logAgent),
		reportFault: report('/a2a'),
	});
}
