import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pause } from '../../core/base/async/pause';
import { requireCaller } from '../../manifests/registry/http/access';
import { describeRecord } from '../../providers/compose/runs/describe-record';
import { readRun } from '../../providers/compose/runs/read-run';
import { unknownRun } from '../../providers/compose/runs/unknown-run';
import { openRuns } from '../../providers/compose/state/host-runs';
import type { Host } from '../../providers/compose/hosts/host';
import type { RecordedRun } from '../../providers/state/runs/list-runs';
import { readDecisions } from '../approvals/decide-run';
import { type GuardFor, requireScope } from '../access/ask-for-scope';
import { scopeOfAgent, scopesWithin, type ServiceScope } from '../access/scopes';
import { cancelRun } from '../operations/runs/runs';
import { describePending } from '../offered-agents/describe-outcome';
import { registerRoutes } from '../http/name-plugin';
import { readStrictly } from '../http/read-strictly';
import { signalOf } from '../http/signal-of';
import type { RequestOf } from '../http/request-of';
import { type AnswerRun, askerOf, readsRuns, runsPath as path, waitMsOf } from './answer-run';
import type { CallerRuns } from './caller-runs';
import type { DecidedRuns } from './decided-runs';
import { answerFrame, readLastEvent, storedFrames, storedSource, tapeFrames } from './run-frames';
import { type cancelling, type deciding, type ofRun, runSchemas, type waiting } from './run-schemas';
import type { ServeRun } from './run-streams';

type OfRun = Pick<RequestOf<typeof ofRun>, 'Params'>;
type Waiting = Pick<RequestOf<typeof waiting>, 'Querystring'>;

interface RunRoutesParts {
	host: Host;
	runs: CallerRuns;
	answer: AnswerRun;
	decided: DecidedRuns;
	answerDecided: AnswerRun;
	serve: ServeRun;
	stop: AbortSignal;
}

const lookMs = 300;
const agentOf = (run: RecordedRun | undefined): string | undefined => run?.agent?.id;

/** `/api/v1/runs`: `troupe run` for those who reach the service only. Callers see and end their own runs. */
export function runRoutes(service: FastifyInstance, parts: RunRoutesParts, guardFor: GuardFor): void {
	const { runs, answer, decided, answerDecided, serve, stop } = parts;
	const hostOf = (request: FastifyRequest): Host => ({ ...parts.host, tenant: requireCaller(request).tenant });
	const storeOf = (request: FastifyRequest) => {
		const host = hostOf(request);
		return openRuns(host, host.stateFolder!);
	};

	/** Finds the caller's own run, or one within its scope. @throws TroupeError RESOURCE_NOT_FOUND, ACCESS_DENIED */
	const reach = async (request: FastifyRequest<OfRun>, scope: ServiceScope): Promise<RecordedRun | undefined> => {
		const { runId } = request.params;
		const { caller } = request.grant!;
		const [record, isKept] = await Promise.all([(await storeOf(request)).findRecord(runId), runs.keeps(runId, caller)]);
		const isOwn = isKept || record?.by === `rest:${caller.subject}`;
		const isEnough = (held: ReadonlySet<string>) => scopesWithin(held, agentOf(record)).has(scope);
		if (!isOwn) requireScope(request.grant!, scope, isEnough);
		if (!record && !isKept) throw unknownRun(runId);
		return record;
	};

	const findBegun = async (request: FastifyRequest<OfRun>, signal: AbortSignal): Promise<RecordedRun | undefined> => {
		const { runId } = request.params;
		await runs.awaitRecord(runId, request.grant!.caller, signal);
		return (await storeOf(request)).findRecord(runId);
	};

	const readShown = async (request: FastifyRequest<OfRun>, waitMs: number, signal: AbortSignal) => {
		const { runId } = request.params;
		const own = await runs.read(runId, request.grant!, { milliseconds: waitMs, signal });
		if (own === undefined) await waitForEnd(runId, request, waitMs, signal);
		const record = await (await storeOf(request)).findRecord(runId);
		const answered = own && { answer: own };
		// No record exists until its agent was admitted.
		if (!record && own) return { runId, state: own.state, agent: own.agent, ...answered };
		if (record && !readsRuns(request.grant!, agentOf(record))) return { ...describeRecord(record), ...answered };
		const { pending, ...run } = await readRun(runId, hostOf(request));
		const canDecide = scopesWithin(request.grant!.scopes, agentOf(record)).has('agent:decide');
		return { ...run, ...(pending && { pending: describePending(pending, canDecide) }), ...answered };
	};

	const waitForEnd = async (runId: string, request: FastifyRequest, waitMs: number, signal: AbortSignal) => {
		const store = await storeOf(request);
		const deadline = performance.now() + waitMs;
		while (performance.now() < deadline && (await store.findRecord(runId))?.state === 'running') if (!(await pause(lookMs, signal))) return;
	};

	void registerRoutes(service, 'runs', async (app) => {
		readStrictly(app);
		app.addHook('onRequest', guardFor('any', 'any-tenant'));

		app.get<OfRun & Waiting>(`${path}/:runId`, { schema: runSchemas.read }, async (request, reply) => {
			await reach(request, 'run:read');
			return sendJson(reply, await readShown(request, (request.query.waitSeconds ?? 0) * 1000, signalOf(reply, stop)));
		});

		app.get<OfRun>(`${path}/:runId/events`, { schema: runSchemas.events }, async (request, reply) => {
			const found = await reach(request, 'run:read');
			const { runId } = request.params;
			const last = readLastEvent(request.headers['last-event-id']);
			const isOwn = await runs.keeps(runId, request.grant!.caller);
			const tape = isOwn && last?.source !== storedSource(runId) ? runs.findTape(runId) : undefined;
			const record = found ?? (tape ? undefined : await findBegun(request, signalOf(reply, stop)));
			const agent = agentOf(record);
			const isWhole = readsRuns(request.grant!, agent);
			const read = async (signal: AbortSignal) => (await runs.read(runId, request.grant!, { milliseconds: 5_000, signal }))!;
			const frames = (signal: AbortSignal) => {
				if (tape) return tapeFrames({ tape, last, isWhole }, signal, () => read(signal));
				if (!record) return answerFrame(runId, () => read(signal));
				const readAnswer = () => (isOwn ? read(signal) : readShown(request, 0, signal));
				return storedFrames({ runId, host: hostOf(request), last, isWhole }, signal, readAnswer);
			};
			return serve(request, reply, frames, isOwn ? undefined : agent === undefined ? 'run:read' : scopeOfAgent(agent, 'run:read'));
		});

		app.post<OfRun & RequestOf<typeof cancelling>>(`${path}/:runId/cancel`, { schema: runSchemas.cancel }, async (request, reply) => {
			const record = await reach(request, 'switch:manage');
			const { runId } = request.params;
			const { subject } = requireCaller(request);
			if (!record) await runs.awaitRecord(runId, request.grant!.caller, stop);
			const run = await cancelRun.perform({ runId, ...request.body }, { host: hostOf(request), by: subject, signal: stop });
			return sendJson(reply.code(run.state === 'cancelled' || run.state === 'completed' ? 200 : 202), run);
		});

		app.post<OfRun & Waiting & RequestOf<typeof deciding>>(
			`${path}/:runId/resume`,
			{ schema: runSchemas.resume },
			async (request, reply) => {
				const agent = agentOf(await reach(request, 'agent:decide'));
				const { runId } = request.params;
				const decisions = readDecisions(request.body.decisions);
				const answering = { agent, request, reply, waitMs: waitMsOf(request) };
				const isOwn = await runs.keeps(runId, request.grant!.caller);
				return isOwn
					? answer(await runs.resume(runId, decisions, askerOf(request)), answering)
					: answerDecided(await decided.decide(runId, decisions, askerOf(request)), answering);
			},
		);
	});
}

const sendJson = (reply: FastifyReply, document: object) =>
	reply.header('cache-control', 'no-store').type('application/json; charset=utf-8').send(JSON.stringify(document));
