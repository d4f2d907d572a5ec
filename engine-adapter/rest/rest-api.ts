/** Camunda 8's REST API v2 over the embedded engine, as a Fastify plugin: Camunda's own clients talk to it as to a cluster. */
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import * as Type from 'typebox/type';
import { hasMoreForOperator } from '../../core/base/caller-fault';
import { TroupeError } from '../../core/base/errors';
import type { RequestOf } from '../../service/http/request-of';
import { expectInput } from '../embedded/expect-input';
import { fields, string } from '../../service/http/describe-operations';
import { ownClusterId } from '../own-cluster-id';
import { isFault, retryAfter } from '../../core/base/problem';
import { parseJson, stringifyJson } from '../../core/base/text/json/lossless-json';
import { describeMissing } from '../../service/http/allowed-methods';
import { limitUnknownRoutes } from '../../service/http/limits';
import { namePlugin } from '../../service/http/name-plugin';
import { parseJsonBy } from '../../service/http/read-json';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import { TenantEngine } from '../embedded/tenant-engine';
import { checkRequests } from './check-requests';
import type { RestContext } from './route-context';
import { nameSchema, tenantSchema, toDuration, variablesSchema } from './route-context';
import { agentRoutes } from './routes/agents/agent-routes';
import { batchRoutes } from './routes/batch-routes';
import { decisionInstanceRoutes } from './routes/decisions/decision-instance-routes';
import { decisionRoutes } from './routes/decisions/decision-routes';
import { deploymentRoutes } from './routes/deployment-routes';
import { adHocRoutes } from './routes/ad-hoc-routes';
import { elementInstanceRoutes } from './routes/element-instance-routes';
import { eventRoutes } from './routes/event-routes';
import { formRoutes } from './routes/form-routes';
import { incidentRoutes } from './routes/incident-routes';
import { jobRoutes } from './routes/jobs/job-routes';
import { jobSearchRoutes } from './routes/jobs/job-search-routes';
import { messageSubscriptionRoutes } from './routes/message-subscription-routes';
import { migrationRoutes } from './routes/migration-routes';
import { modificationRoutes } from './routes/modification-routes';
import { problem, toProblem } from './problem-detail';
import { processDefinitionRoutes } from './routes/process-definition-routes';
import { processInstanceRoutes } from './routes/process-instance-routes';
import { statisticsRoutes } from './routes/statistics-routes';
import { userTaskRoutes } from './routes/user-tasks/user-task-routes';
import { variableRoutes } from './routes/variable-routes';
import { cluster } from './answers/instances';
import { type EngineCaller, everyTenant } from '../embedded/engine-caller';

const published = { messageKey: string, tenantId: string };

const publishing = {
	body: Type.Object({
		name: nameSchema,
		correlationKey: Type.Optional(Type.String({ maxLength: 1024 })),
		// A correlation ignores these two.
		timeToLive: Type.Optional(Type.Integer()),
		messageId: Type.Optional(Type.String({ maxLength: 1024 })),
		variables: variablesSchema,
		tenantId: Type.Optional(tenantSchema),
	}),
};

/** POST /messages/publication and /messages/correlation. */
function messageRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof publishing>>(
		'/messages/publication',
		{ schema: { summary: 'Publish a message', 'x-answers': { 200: fields('The message', published) }, ...publishing } },
		async (request) => {
			const { body } = request;
			const engine = engineOf(request);
			const tenantId = engine.chooseTenant(body.tenantId);
			const { messageKey } = await engine.publishMessage({
				name: body.name,
				correlationKey: body.correlationKey ?? '',
				variables: body.variables ?? {},
				timeToLiveMs: toDuration(body.timeToLive ?? 0),
				messageId: body.messageId || undefined,
				tenantId,
			});
			return { messageKey, tenantId };
		},
	);

	app.post<RequestOf<typeof publishing>>(
		'/messages/correlation',
		{
			schema: {
				summary: 'Correlate a message with an instance that waits for it',
				'x-answers': { 200: fields('The instance', { ...published, processInstanceKey: string }) },
				...publishing,
			},
		},
		async (request) => {
			const { body } = request;
			const engine = engineOf(request);
			const tenantId = engine.chooseTenant(body.tenantId);
			const { messageKey, instanceKey } = await engine.correlateMessage({
				name: body.name,
				correlationKey: body.correlationKey ?? '',
				variables: body.variables ?? {},
				tenantId,
			});
			return { messageKey, tenantId, processInstanceKey: instanceKey };
		},
	);
}

const broadcasting = {
	body: Type.Object({
		// Zeebe accepts an empty name, and refuses null.
		signalName: Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 255 }),
		variables: variablesSchema,
		tenantId: Type.Optional(tenantSchema),
	}),
};

/** POST /signals/broadcast. */
function signalRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof broadcasting>>(
		'/signals/broadcast',
		{
			schema: {
				summary: 'Broadcast a signal',
				'x-answers': { 200: fields('The signal', { signalKey: string, tenantId: string }) },
				...broadcasting,
			},
		},
		async (request) => {
			const { body } = request;
			const engine = engineOf(request);
			const tenantId = engine.chooseTenant(body.tenantId);
			expectInput(body.signalName !== null, 'The signal has no name.', 'Pass the name of the signal as signalName.');
			const { signalKey } = await engine.broadcastSignal({ name: body.signalName!, variables: body.variables ?? {}, tenantId });
			return { signalKey, tenantId };
		},
	);
}

/** Deeper values would overflow the stack. */
const maxBodyDepth = 100;

export interface RestApiParts extends Pick<RestContext, 'reportFault'>, Partial<Pick<RestContext, 'isStillGranted'>> {
	engine: EmbeddedEngine;
	/** Default: everybody sees every tenant. */
	callerOf?: (request: FastifyRequest) => EngineCaller;
}

/** Below a chosen prefix, `/v2` for Camunda's clients. @param version of Troupe, shown as the gateway's */
export function restApi(
	{ engine, callerOf = () => everyTenant, reportFault, isStillGranted = async () => true }: RestApiParts,
	version: string,
): FastifyPluginAsync {
	const context: RestContext = { engine, engineOf: (request) => new TenantEngine(engine, callerOf(request)), reportFault, isStillGranted };
	return namePlugin('engine-rest', async (app) => {
		checkRequests(app);
		acceptBodies(app);
		app.setReplySerializer((payload) => stringifyJson(payload));
		app.addHook('preSerialization', async ({ routeOptions: { schema } }, { statusCode }, payload) => {
			const described = schema?.['x-answers']?.[statusCode]?.content?.['application/json']?.schema;
			return described ? completeAnswer(described, payload) : payload;
		});
		answerProblems(app, context);
		app.get('/topology', { schema: { summary: 'The engine as a cluster of one broker', 'x-answers': cluster } }, async () =>
			topology(version),
		);
		for (const routes of [
			deploymentRoutes,
			processDefinitionRoutes,
			decisionRoutes,
			decisionInstanceRoutes,
			processInstanceRoutes,
			modificationRoutes,
			migrationRoutes,
			batchRoutes,
			messageRoutes,
			messageSubscriptionRoutes,
			signalRoutes,
			userTaskRoutes,
			formRoutes,
			elementInstanceRoutes,
			adHocRoutes,
			variableRoutes,
			incidentRoutes,
			jobRoutes,
			jobSearchRoutes,
			agentRoutes,
			statisticsRoutes,
			eventRoutes,
		])
			routes(app, context);
	});
}

function acceptBodies(app: FastifyInstance): void {
	// 'error': refuses a body that names __proto__ or constructor.prototype.
	const parseChecked = app.getDefaultJsonParser('error', 'error');
	app.removeAllContentTypeParsers();
	parseJsonBy(app, (request, text, done) =>
		// Camunda's client sends its JSON header with an empty body.
		text === '' ? done(null, null) : void parseChecked(request, text, (error) => (error ? done(error) : done(null, parseJson(text)))),
	);
	app.addContentTypeParser(
		'multipart/form-data',
		{ parseAs: 'buffer' },
		async (request: { headers: Record<string, unknown> }, body: Buffer) => {
			try {
				return await new Response(new Uint8Array(body), {
					headers: { 'content-type': String(request.headers['content-type']) },
				}).formData();
			} catch (cause) {
				throw new TroupeError({
					code: 'INPUT_INVALID',
					message: 'The body is not the multipart/form-data that its header announces.',
					fix: 'Send the boundary of the header between the parts.',
					cause,
				});
			}
		},
	);
	app.addHook('preValidation', async ({ body }) => {
		if (!(body instanceof FormData) && isDeeper(body, maxBodyDepth)) {
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: `The body is nested deeper than ${maxBodyDepth} levels.`,
				fix: 'Flatten the variables, or keep them elsewhere and pass a reference.',
			});
		}
	});
}

function answerProblems(app: FastifyInstance, { reportFault }: RestContext): void {
	app.setErrorHandler((error, request, reply) => {
		const answer = toProblem(error, request.url);
		reply.headers(retryAfter(error, answer.status));
		if (isFault(answer.status) || hasMoreForOperator(error)) reportFault(error, request.url);
		return reply.code(answer.status).type('application/problem+json').send(JSON.stringify(answer));
	});
	const describe = describeMissing(app);
	app.setNotFoundHandler({ preHandler: limitUnknownRoutes(app) }, (request, reply) => {
		const { status, message, path } = describe(request, reply);
		const answer = problem(status, status === 404 ? 'Not Found' : 'Method Not Allowed', message, path);
		return reply.code(status).type('application/problem+json').send(JSON.stringify(answer));
	});
}

function isDeeper(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((child) => isDeeper(child, levels - 1));
}

function topology(version: string) {
	const partition = { partitionId: 1, role: 'leader', health: 'healthy', state: 'active' };
	const broker = { nodeId: 0, brokerId: '0', host: 'localhost', port: 0, version, partitions: [partition] };
	return {
		brokers: [broker],
		clusterSize: 1,
		partitionsCount: 1,
		replicationFactor: 1,
		gatewayVersion: version,
		clusterId: ownClusterId,
		lastCompletedChangeId: '0',
	};
}

interface Schema {
	type?: string | readonly string[];
	properties?: Record<string, Schema>;
	required?: readonly string[];
	items?: Schema;
}

/** Missing described fields become null: clients of Camunda 8.9 and later refuse answers without them. */
function completeAnswer(schema: Schema, value: unknown): unknown {
	if (Array.isArray(value)) return schema.items ? value.map((item) => completeAnswer(schema.items!, item)) : value;
	if (typeof value !== 'object' || value === null || schema.properties === undefined) return value;
	const { properties, required = [] } = schema;
	const answer = { ...value } as Record<string, unknown>;
	for (const [name, property] of Object.entries(properties)) {
		if (answer[name] !== undefined) answer[name] = completeAnswer(property, answer[name]);
		else if (required.includes(name) && property.type?.includes('null')) answer[name] = null;
	}
	return answer;
}
