import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { Caller } from '../../manifests/registry/registry-api';
import { openMessageReader } from '../../providers/documents/open-document-reader';
import { allows, scopeOfAgent } from '../access/scopes';
import { streamType } from '../http/event-streams';
import { registerRoutes } from '../http/name-plugin';
import { readStrictly } from '../http/read-strictly';
import type { RequestOf } from '../http/request-of';
import { RequestSlots } from '../http/request-slots';
import { findRefusal } from '../offered-agents/find-refusal';
import { listOfferedAgents } from '../offered-agents/offered-agents';
import type { OfferedAgent } from '../offered-agents/offered-agents';
import { OfferedRuns } from '../offered-agents/offered-runs';
import type { RunsAtWork } from '../offered-agents/runs-at-work';
import type { RunSlots } from '../offered-agents/run-slots';
import type { GuardFor } from '../access/ask-for-scope';
import type { AgentLog } from '../log/log-agents';
import type { ServiceParts } from '../service-parts';
import { agUiFrames, emptyRun } from './ag-ui/frames';
import { readAnswers, readRequest, readResumedRun } from './ag-ui/run-input';
import type { RunInput } from './ag-ui/run-input';
import { answerRuns, askerOf, waitMsOf } from './answer-run';
import type { AnswerRun } from './answer-run';
import { CallerRuns } from './caller-runs';
import type { Asker } from './caller-runs';
import { DecidedRuns } from './decided-runs';
import { runRoutes } from './run-routes';
import { agentSchemas } from './run-schemas';
import type { beginning, ofAgent, waiting } from './run-schemas';
import { openStreams } from './run-streams';

const path = '/api/v1/agents';
/** Ten images of ten megabytes, in base64, are too many for one request. */
const maxBodyBytes = 32 * 1024 * 1024;
const largeBodyBytes = 1024 * 1024;
const maxLargeBodies = 8;

type OfAgent = Pick<RequestOf<typeof ofAgent>, 'Params'>;

interface AgentRoutesParts {
	agentsFor: (caller: Caller) => Promise<OfferedAgent[]>;
	refusalOf: (agent: string, caller: Caller) => ReturnType<typeof findRefusal>;
	runs: CallerRuns;
	answer: AnswerRun;
	stop: AbortSignal;
}

function agentRoutes(service: FastifyInstance, { agentsFor, refusalOf, runs, answer, stop }: AgentRoutesParts, guardFor: GuardFor): void {
	const findAgent = async ({ params, grant }: FastifyRequest<OfAgent>): Promise<OfferedAgent> => {
		const agent = (await agentsFor(grant!.caller)).find(({ id }) => id === params.agent);
		if (agent) return agent;
		throw new TroupeError({
			code: 'AGENT_NOT_FOUND',
			message: `The service offers no agent ${JSON.stringify(params.agent)}.`,
			fix: `List the agents: GET ${path}.`,
		});
	};

	const describe = async ({ lacksTools: _lacksTools, ...agent }: OfferedAgent, caller: Caller) => {
		const refusal = await refusalOf(agent.id, caller);
		return { ...agent, runnable: refusal === undefined, ...(refusal && { refusal }) };
	};

	const resume = (agent: string, answers: NonNullable<RunInput['resume']>, grant: Asker) => {
		const runId = readResumedRun(answers);
		return runs.resume(runId, answers, grant, { agent, readDecisions: (pending) => readAnswers(runId, answers, pending) });
	};

	void registerRoutes(service, 'agents', async (app) => {
		readStrictly(app);
		const large = new RequestSlots(maxLargeBodies);
		const countLarge = async (request: FastifyRequest, reply: FastifyReply) => {
			// A chunked body does not tell its size.
			if (!(Number(request.headers['content-length']) <= largeBodyBytes)) await large.take(request, reply);
		};

		app.get(path, { onRequest: guardFor('any', 'any-tenant'), schema: agentSchemas.list }, async ({ grant }) => {
			const agents = await agentsFor(grant!.caller);
			const own = agents.filter(({ id }) => allows(grant!.scopes, scopeOfAgent(id)));
			return { items: await Promise.all(own.map((agent) => describe(agent, grant!.caller))) };
		});

		app.get<OfAgent>(`${path}/:agent`, { onRequest: guardFor(scopeOf, 'any-tenant'), schema: agentSchemas.read }, async (request) =>
			describe(await findAgent(request), request.grant!.caller),
		);

		app.post<RequestOf<typeof beginning> & OfAgent & Pick<RequestOf<typeof waiting>, 'Querystring'>>(
			`${path}/:agent/runs`,
			{ onRequest: [guardFor(scopeOf, 'any-tenant'), countLarge], bodyLimit: maxBodyBytes, schema: agentSchemas.begin },
			async (request, reply) => {
				const { id } = await findAgent(request);
				const key = request.headers['idempotency-key'];
				const begun = await large.hold(request, () => runs.begin(id, request.body, key as string | undefined, askerOf(request), stop));
				forgetBody(request);
				return answer(begun, { agent: id, request, reply, waitMs: waitMsOf(request) });
			},
		);

		app.post<{ Body: RunInput } & OfAgent>(
			`${path}/:agent/runs/ag-ui`,
			{ onRequest: [guardFor(scopeOf, 'any-tenant'), countLarge], bodyLimit: maxBodyBytes, schema: agentSchemas.beginAgUi },
			async (request, reply) => {
				const { id } = await findAgent(request);
				const { threadId, runId, messages, resume: answers } = request.body;
				// Some clients ask for a run when they open.
				if (!answers?.length && !messages.some(({ role }) => role === 'user'))
					return reply.header('cache-control', 'no-store').type(streamType).send(emptyRun({ threadId, runId }));
				const begun = await large.hold(request, async () =>
					answers?.length
						? resume(id, answers, askerOf(request))
						: runs.begin(id, await readRequest(request.body), runId, askerOf(request), stop),
				);
				forgetBody(request);
				return answer(begun, { agent: id, request, reply, waitMs: waitMsOf(request), tell: agUiFrames({ threadId, runId }) });
			},
		);
	});
}

/** A run's stream and its request live as long as the run. */
const forgetBody = (request: { body: unknown }) => (request.body = undefined);

const scopeOf = ({ params }: FastifyRequest) => scopeOfAgent((params as { agent: string }).agent);

interface ApiParts {
	parts: Pick<ServiceParts, 'host' | 'access' | 'offeredAgents'>;
	atWork: RunsAtWork;
	slots: RunSlots;
	logAgent: AgentLog;
	reportFault: (error: unknown, facts?: Record<string, unknown>) => void;
}

export function apiRoutes(app: FastifyInstance, { parts, atWork, slots, logAgent, reportFault }: ApiParts, guardFor: GuardFor): void {
	const { host, access, offeredAgents } = parts;
	const stopping = new AbortController();
	const reader = openMessageReader(host);
	const runs = new CallerRuns({ host, offered: new OfferedRuns(host, 'rest', logAgent, slots), atWork, reader, reportFault });
	const decided = new DecidedRuns({ host, slots, logAgent, reportFault });
	const streams = openStreams(access, (error) => reportFault(error));
	app.addHook('preClose', async () => {
		stopping.abort(new Error('The service stops.'));
		streams.close();
		await Promise.all([decided.close(), reader.close()]);
	});
	const { serve } = streams;
	const answer = answerRuns(runs, serve, stopping.signal);
	const reported = new Set<string>();
	/** Once: clients list agents every few seconds. */
	const reportRefusal = (error: unknown, agent: string, tenant: string) => {
		const refusal = JSON.stringify([tenant, agent, isTroupeError(error) && error.code]);
		if (!reported.has(refusal)) reportFault(error, { agent, tenant });
		reported.add(refusal);
	};
	const answerDecided = answerRuns(decided, serve, stopping.signal);
	agentRoutes(
		app,
		{
			agentsFor: ({ tenant }) => listOfferedAgents({ ...host, tenant }, offeredAgents),
			refusalOf: (agent, { tenant }) =>
				findRefusal(agent, { ...host, name: 'rest', tenant }, (error) => reportRefusal(error, agent, tenant)),
			runs,
			answer,
			stop: stopping.signal,
		},
		guardFor,
	);
	runRoutes(app, { host, runs, answer, decided, answerDecided, serve, stop: stopping.signal }, guardFor);
}
