import swagger from '@fastify/swagger';
import { fastify, type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultTenant } from '../core/base/tenant';
import type { EmbeddedEngine } from '../engine-adapter/embedded/embedded-engine';
import { restApi, type RestApiParts } from '../engine-adapter/rest/rest-api';
import { scopeDescriptions } from '../manifests/registry/http/routes/answers';
import { plain } from '../manifests/registry/http/routes/registry-route';
import { openTracing } from '../providers/compose/tracing/open-tracing';
import { proofAlgorithms } from './access/oidc/dpop-proof';
import { readOwnAddress } from './access/own-address';
import { protectedPaths } from './access/protected-paths';
import type { ServiceScope } from './access/scopes';
import type { ServiceAccess } from './access/service-access';
import { describeOperations } from './http/describe-operations';
import { limitRates } from './http/limits';
import { measureRequests } from './http/measure-requests';
import { guards, type Guard } from './access/ask-for-scope';
import { noteRefusals } from './access/note-refusals';
import { engineCaller } from './access/engine-caller';
import { engineScope, engineScopes } from './access/engine-scope';
import { isStillGranted } from './access/still-granted';
import { protectService } from './access/protect-service';
import { channelRoutes } from './channels/channel-routes';
import { ChannelWarnings } from './channels/channel-warnings';
import { collectWarnings } from './collect-warnings';
import { describeRequest, logRequests } from './log/access-log';
import { faultLog, requestFaultLog, type ReportFault } from './log/fault-log';
import { refusedAgentsLog } from './log/log-refused-agents';
import { checkDisk, checkGate, checkPart, checkSharedState, healthRoutes } from './health';
import { draftLister } from './inbox/draft-items';
import { taskReader } from './inbox/task-form';
import { planEngine, planProcesses } from './operations/plans/open-service-plans';
import { deployer } from './templates/deployer';
import { taskLister } from './inbox/task-items';
import { hintRoute } from './hint-route';
import { metricsRoute } from './metrics-route';
import { readMetrics } from './read-metrics';
import { protocolRoutes } from './offered-agents/protocol-routes';
import { lowLevelProblems } from './problems';
import { registryRoutes, unservedRegistryRoutes } from './registry-routes';
import { openSandbox } from './operations/sandbox/open-sandbox';
import { approvalPage } from './approvals/approval-page';
import { consoleRoutes } from './console/console-routes';
import { openLogins } from './console/login/open-logins';
import { readSessionCookies } from './console/session-cookie';
import { maxRunId } from '../core/ports/runs/run-records';
import { operationRoutes } from './operations/operation-routes';
import type { ServiceParts } from './service-parts';
import { watchUntakenJobs } from './untaken-jobs';
import { taskNotesInspector } from './audit/inspect-task-notes';
import { followUserTasks } from './audit/task-notes';
import { tileRoutes } from './audit/tile-routes';
import { waitingRoute } from './waiting/waiting-route';
import { namePlugin, registerRoutes } from './http/name-plugin';
import { traceRequests } from './trace-requests';

type Issuing = Pick<ServiceAccess, 'issuer' | 'needsProofs'>;

const wellKnown = '/.well-known/oauth-protected-resource';
const scopes: ServiceScope[] = ['agent:run', 'agent:decide', 'process:run', 'process:read'];

/** Publishes where callers get tokens: RFC 9728. Nothing without an issuer: people give out API keys. */
function publishResources(app: FastifyInstance, { issuer, needsProofs }: Issuing): void {
	if (issuer === undefined) return;
	const schema = { summary: 'Where callers of the service get tokens: RFC 9728', security: [] };
	// RFC 9728, 3.1 and 3.3: clients ask for their called path or the host, and accept an answer about the same one only.
	for (const path of ['', ...protectedPaths])
		app.get(`${wellKnown}${path}`, { schema }, async (request) => ({
			// With an empty path's slash, as most clients send it to the issuer.
			resource: new URL(`${readOwnAddress(request)}${path}`).href,
			resource_name: 'Troupe',
			authorization_servers: [issuer],
			scopes_supported: scopes,
			bearer_methods_supported: ['header'],
			dpop_signing_alg_values_supported: proofAlgorithms,
			...(needsProofs && { dpop_bound_access_tokens_required: true }),
		}));
}

/** Tells callers whom another token would help its source and scopes: RFC 9728, 5.1. */
function nameResources(service: FastifyInstance, { issuer }: Issuing): void {
	if (issuer === undefined) return;
	service.addHook('onSend', async (request, reply) => {
		const { url = '', schema } = request.routeOptions;
		const path = protectedPaths.find((one) => url === one || url.startsWith(`${one}/`));
		const challenge = reply.getHeader('www-authenticate');
		if (reply.statusCode !== 401 || path === undefined || typeof challenge !== 'string' || !challenge.startsWith('Bearer')) return;
		const needed = path === '/mcp' ? scopes : readScopes(schema);
		const told = `resource_metadata="${readOwnAddress(request)}${wellKnown}${path}"`;
		reply.header('www-authenticate', [challenge, told, ...(needed.length > 0 ? [`scope="${needed.join(' ')}"`] : [])].join(', '));
	});
}

const readScopes = (schema: FastifyRequest['routeOptions']['schema']): readonly string[] =>
	schema?.security?.flatMap((scheme) => Object.values(scheme).flat()) ?? [];

/** Camunda accepts resources of 4 MB in total. */
const maxBodyBytes = 4 * 1024 * 1024;

const maxConnections = 10_000;

const securitySchemes = {
	accessToken: {
		type: 'http',
		scheme: 'bearer',
		bearerFormat: 'JWT',
		description: `An access token (RFC 9068) of \`troupe manifest token issue\`. Scopes: ${Object.entries(scopeDescriptions)
			.map(([scope, description]) => `${scope} (${description})`)
			.join('; ')}.`,
	},
	apiKey: {
		type: 'http',
		scheme: 'bearer',
		description: 'An API key (`troupe key create`), the token of the service, or a token of its OpenID Connect issuer.',
	},
} as const;

/** Health, public keys and the OpenAPI document are public. */
export async function buildService(parts: ServiceParts): Promise<FastifyInstance> {
	const service = fastify({
		bodyLimit: maxBodyBytes,
		// Time to receive a request, not to answer it: an awaited instance can take minutes.
		requestTimeout: 30_000,
		// Endless headers are a slow attack. Node checks both timeouts at this interval.
		http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
		connectionTimeout: 0,
		// Fastify would stop closing after ten seconds, also within the grace.
		pluginTimeout: 0,
		// Longer than a proxy's: the proxy must close first, not the receiver of a request.
		keepAliveTimeout: 65_000,
		trustProxy: parts.trustedProxies ?? false,
		genReqId: () => randomUUID(),
		forceCloseConnections: 'idle',
		...lowLevelProblems,
		routerOptions: { maxParamLength: maxRunId },
	});
	await service.register(swagger, {
		openapi: {
			openapi: '3.1.0',
			info: {
				title: 'Troupe',
				description: 'The manifest registry, the embedded process engine, health and metrics.',
				version: parts.version,
			},
			// Relative: behind a proxy only the client knows the address.
			servers: [{ url: '/' }],
			components: { securitySchemes },
		},
		transformObject: (document) =>
			'openapiObject' in document ? describeOperations(document.openapiObject, engineScope) : document.swaggerObject,
	});
	measureRequests(service);
	service.server.maxConnections = maxConnections;
	traceRequests(service, await openTracing(parts.host));
	if (parts.accessLog) logRequests(service, parts.accessLog);
	const reportFault = requestFaultLog(parts.log);
	const limits = await protectService(service, { ...parts, reportFault });
	const logins = openLogins(parts);
	await readSessionCookies(service, logins);
	nameResources(service, parts.access);
	noteRefusals(service, parts.host, parts.access.tenant);
	const guardFor = guards(service, { access: parts.access, limits, reportFault });
	const reportUnready = faultLog(parts.log, 'not ready');
	const onRefused = refusedAgentsLog(parts.log);
	const untaken = parts.engine && watchUntakenJobs(service, parts.engine, parts.log);
	const ofChannels = parts.channels && new ChannelWarnings(parts.channels);
	const sandbox = await openSandbox(parts);
	await registerRoutes(service, 'service', async (app) => {
		await limitRates(app, limits, { name: 'service', max: limits.calls });
		healthRoutes(app, {
			healthy: new Set(['open', 'off', 'admitted']),
			isDraining: parts.isDraining,
			gate: parts.host.gate,
			warnings: () => collectWarnings({ ...parts, onRefused, untaken, ofChannels }),
			checks: async () => {
				const [engine, registry, gate, state, disk] = await Promise.all([
					checkPart(parts.engine, (part) => part.check(), reportUnready),
					checkPart(parts.served, (part) => part.registry.ready(), reportUnready),
					checkGate(parts.host, reportUnready),
					checkSharedState(parts.host, reportUnready),
					checkDisk(parts.host),
				]);
				return { engine, registry, worker: parts.worker ? 'open' : 'off', gate, ...state, ...disk };
			},
		});
		metricsRoute(app, guardFor('metrics:read'), 'serve', () => readMetrics(parts, { untaken, sandbox, report: reportUnready }));
		if (parts.hints) await hintRoute(app, parts.hints);
		await waitingRoute(app, { host: parts.host, engine: parts.engine, reportFault });
		if (parts.engine) stateRoute(app, { engine: parts.engine, folder: parts.host.stateFolder ?? '', guard: guardFor('state:backup') });
		if (sandbox && parts.host.stateFolder !== undefined) {
			operationRoutes(app, {
				host: {
					...parts.host,
					stateFolder: parts.host.stateFolder,
					keys: parts.keys,
					offeredAgents: parts.offeredAgents,
					diagnose: parts.diagnose,
					sandbox,
					listTasks: parts.engine && taskLister(parts.engine, parts.access.tenant),
					readTask: parts.engine && taskReader(parts.engine, parts.access.tenant),
					plans: {
						engine: parts.engine && planEngine(parts.engine, parts.access.tenant),
						readRoot: parts.readRoot,
						processes: parts.engine && planProcesses(parts.engine, parts.access.tenant),
					},
					installs: { tenant: parts.access.tenant, deploy: parts.engine && deployer(parts.engine, parts.access.tenant) },
					inspectTaskNotes:
						parts.engine && taskNotesInspector(parts.engine, { ...parts.host, stateFolder: parts.host.stateFolder }, parts.access.tenant),
					listDrafts: parts.served && draftLister(parts.served.registry),
					processes: parts.messageEngine && { engine: parts.messageEngine, tenant: parts.host.tenant ?? defaultTenant },
				},
				guardFor,
				log: parts.log,
				reportFault,
			});
			approvalPage(app, parts.host, guardFor);
			tileRoutes(app, { ...parts.host, stateFolder: parts.host.stateFolder }, guardFor);
		}
		await consoleRoutes(app, { ...parts, guardFor, logins });
		publishResources(app, parts.access);
		protocolRoutes(app, parts, guardFor, reportFault);
		if (!parts.served) unservedRegistryRoutes(app, parts);
		app.get('/openapi.json', { schema: { hide: true } }, async () => service.swagger());
	});
	if (parts.channels) {
		await channelRoutes(service, {
			parts: parts.channels,
			metrics: parts.metrics.channels,
			rate: limits.channels,
			counters: limits.counters,
			onFault: (fault, request) => reportFault(fault, describeRequest(request)),
		});
	}
	if (parts.served) await registryRoutes(service, parts, parts.served, reportFault);
	if (parts.engine) {
		const notes = followUserTasks(service, parts.engine, parts);
		const api = engineApi(parts.engine, parts.version, {
			guard: guardFor(engineScopes, 'any-tenant'),
			callerOf: (request) => ({ ...engineCaller(request.grant!, parts.access.tenant), ...(notes && { noteTask: notes.noteFor(request) }) }),
			isStillGranted: (request) => isStillGranted(request, parts.access, engineScope(request)),
			limit: (app) => limitRates(app, limits, { name: 'engine', max: limits.engine }),
			reportFault,
		});
		await service.register(api, { prefix: '/v2' });
	}
	await service.ready();
	return service;
}

interface EngineApiParts {
	guard: Guard;
	callerOf: RestApiParts['callerOf'];
	isStillGranted: RestApiParts['isStillGranted'];
	limit: (app: FastifyInstance) => Promise<void>;
	reportFault: ReportFault;
}

/** Checks access by route: a URL has many spellings. */
function engineApi(
	engine: EmbeddedEngine,
	version: string,
	{ guard, callerOf, isStillGranted, limit, reportFault }: EngineApiParts,
): FastifyPluginAsync {
	return namePlugin('engine', async (api) => {
		await limit(api);
		api.addHook('onRequest', guard);
		await api.register(restApi({ engine, callerOf, isStillGranted, reportFault: (error, url) => reportFault(error, { url }) }, version));
	});
}

interface StateParts {
	engine: EmbeddedEngine;
	folder: string;
	guard: Guard;
}

/** POST /state/engine: a copy of engine.db, which no other process can read while the engine runs. */
function stateRoute(service: FastifyInstance, { engine, folder, guard }: StateParts): void {
	// A killed service left its copy.
	for (const name of readdirSync(folder)) if (/^engine\.[\w-]+\.copy$/.test(name)) rmSync(join(folder, name));
	service.post(
		'/state/engine',
		{
			onRequest: guard,
			schema: {
				summary: 'A copy of the state of the engine, as a SQLite database',
				'x-answers': { 200: plain('The database', 'application/vnd.sqlite3') },
			},
		},
		async (_request, reply) => {
			const file = join(folder, `engine.${randomUUID()}.copy`);
			try {
				await engine.backup(file);
				const copy = await open(file);
				const { size } = await copy.stat();
				return await reply.type('application/vnd.sqlite3').header('content-length', size).send(copy.createReadStream());
			} finally {
				// The open stream reads on: nothing remains if the process ends meanwhile.
				await rm(file, { force: true });
			}
		},
	);
}
