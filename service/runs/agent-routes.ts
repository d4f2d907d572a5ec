import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TroupeError } from '../../core/base/errors';
import type { Caller } from '../../manifests/registry/registry-api';
import type { GuardFor } from '../access/ask-for-scope';
import { allows, scopeOfAgent } from '../access/scopes';
import { streamType } from '../http/event-streams';
import { registerRoutes } from '../http/name-plugin';
import { readStrictly } from '../http/read-strictly';
import type { RequestOf } from '../http/request-of';
import { RequestSlots } from '../http/request-slots';
import type { findRefusal } from '../offered-agents/find-refusal';
import type { OfferedAgent } from '../offered-agents/offered-agents';
import { type AnswerRun, askerOf, waitMsOf } from './answer-run';
import { agUiFrames, emptyRun } from './ag-ui/frames';
import { readAnswers, readRequest, readResumedRun, type RunInput } from './ag-ui/run-input';
import type { Asker, CallerRuns } from './caller-runs';
import { agentSchemas, type beginning, type ofAgent, type waiting } from './run-schemas';

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

export function agentRoutes(
	service: FastifyInstance,
	{ agentsFor, refusalOf, runs, answer, stop }: AgentRoutesParts,
	guardFor: GuardFor,
): void {
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
