import type { FastifyInstance, FastifyRequest } from 'fastify';
import { toCallerFault } from '../../core/base/caller-fault';
import { settingIs } from '../../core/base/settings/settings';
import { openTaskDocuments } from '../../providers/compose/state/host-task-documents';
import { listIdentityKeys } from '../../providers/compose/state/host-identity';
import { composeRuns } from '../../providers/compose/state/host-runs';
import type { GuardFor } from '../access/ask-for-scope';
import { scopeOfAgent } from '../access/scopes';
import type { ReportFault } from '../log/fault-log';
import { readJson } from '../http/read-json';
import { guardedFetch } from '../../providers/http/guarded-fetch';
import { apiRoutes } from '../runs/api-routes';
import { a2aRoutes, readCaller } from '../a2a/a2a-route';
import { deriveSigningKey } from '../../core/credentials/signing-key';
import { PushNotices } from '../a2a/push/push-notices';
import { agentLog } from '../log/log-agents';
import { mcpRoute } from '../mcp/mcp-route';
import { listOfferedTools } from '../mcp/offered-tools';
import { McpTasks } from '../mcp/tasks/mcp-tasks';
import { RunsAtWork } from './runs-at-work';
import type { ServiceParts } from '../service-parts';
import { identityRoutes } from './identity-routes';
import { listOfferedAgents } from './offered-agents';
import { OfferedRuns } from './offered-runs';
import { RunSlots } from './run-slots';

export function protocolRoutes(app: FastifyInstance, parts: ServiceParts, guardFor: GuardFor, reportFault: ReportFault): void {
	const { host, engine, version, access, offeredAgents: offered, log } = parts;
	const logAgent = agentLog(log);
	const report =
		(url: string) =>
		(error: unknown, facts: Record<string, unknown> = {}) =>
			toCallerFault(error).isWhole || reportFault(error, { url, ...facts });
	const readCardKey = lazily(async () => {
		const sign = (await composeRuns(host)).sign;
		return sign && deriveSigningKey('agent cards', await sign('key of the cards of agents'));
	});
	const atWork = new RunsAtWork();
	const reportTask = report('/mcp');
	const slots = new RunSlots(parts.agentRuns);
	const runs = new OfferedRuns(host, 'mcp', logAgent, slots);
	const tools = { host, engine, tenant: access.tenant, offered, runs, atWork, reportFault: reportTask };
	const tasks = host.stateFolder === undefined ? undefined : composeTasks(parts, reportTask);
	app.addHook('preClose', async () => {
		tasks?.close();
		await atWork.close();
	});
	if (host.stateFolder !== undefined) apiRoutes(app, { parts, atWork, slots, logAgent, reportFault: report('/api/v1') }, guardFor);
	readJson(app);
	identityRoutes(app, async () => {
		const card = await readCardKey();
		return [...(card ? [card] : []), ...(await listIdentityKeys(host))];
	});
	mcpRoute(app, guardFor('any', 'any-tenant'), {
		version,
		toolsFor: (grant) => listOfferedTools(grant, tools),
		readKey: async (tenant) => (await composeRuns({ ...host, tenant })).sign!('rounds of a call over MCP'),
		readSigningKey: readCardKey,
		long: tasks && { tasks, patienceMs: parts.taskPatienceMs ?? usualPatienceMs },
		reportFault: reportTask,
	});
	a2aRoutes(app, guardFor(agentOfRequest, 'any-tenant'), {
		agentsFor: ({ tenant }) => listOfferedAgents({ ...host, tenant }, offered),
		runs: new OfferedRuns(host, 'a2a', logAgent, slots),
		notices: host.stateFolder === undefined ? undefined : composeNotices(parts),
		readCardKey,
		reportFault: report('/a2a'),
	});
}

const agentOfRequest = ({ params }: FastifyRequest) => scopeOfAgent((params as { agent: string }).agent);

/** A longer call becomes a task, where the client takes one. */
const usualPatienceMs = 5_000;
const maxTasks = 500;

function composeTasks({ host }: ServiceParts, reportFault: (error: unknown) => void): McpTasks {
	return new McpTasks({
		openTaskDocuments: async ({ caller }, ttlMs) => {
			const rules = { kind: 'mcp-task', ttlMs, perTask: 1, perOwner: maxTasks } as const;
			return (await openTaskDocuments({ ...host, tenant: caller.tenant }, JSON.stringify(caller), rules))!;
		},
		reportFault,
	});
}

const noticeDays = 30;
const maxPerTask = 5;
const maxPerCaller = 1_000;

function composeNotices({ host, log }: ServiceParts): PushNotices {
	const allowPrivateNetworks = settingIs('TROUPE_WEBHOOK_PRIVATE', 'allow');
	const rules = { kind: 'a2a-push', ttlMs: noticeDays * 24 * 3_600_000, perTask: maxPerTask, perOwner: maxPerCaller } as const;
	return new PushNotices({
		openTaskDocuments: async (context) =>
			(await openTaskDocuments({ ...host, tenant: readCaller(context).tenant }, context.user!.userName, rules))!,
		send: guardedFetch({ allowPrivateNetworks }),
		allowPrivateNetworks,
		reportFailure: (failure) => log('warn', 'a2a notice not taken', failure),
	});
}

function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
	let made: Promise<Value> | undefined;
	return () => {
		made ??= make();
		// A failed one is retried.
		made.catch(() => (made = undefined));
		return made;
	};
}
