import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { scopesWithin } from '../access/scopes';
import type { RunTape } from '../offered-agents/run-tape';
import type { RunAnswer } from './run-answer';
import { toCallersError } from './run-answer';
import type { Asker, BegunRun } from './caller-runs';
import { notKept } from './kept-runs';
import { tapeFrames, type TellRun } from './run-frames';
import type { Patience } from './run-progress';
import { maxWaitSeconds } from './run-schemas';
import { type ServeRun, wantsStream } from './run-streams';

interface Answering {
	/** Whose run it is. */
	agent: string | undefined;
	request: FastifyRequest;
	reply: FastifyReply;
	waitMs: number;
	/** Tells the run as events of another protocol; they are what the caller asks for. */
	tell?: TellRun;
}

/** Whether a caller reads whole runs of an agent, also those of others. */
export const readsRuns = ({ scopes }: Pick<Grant, 'scopes'>, agent: string | undefined): boolean =>
	scopesWithin(scopes, agent).has('run:read');

/** Answers with a run that its caller has just begun or continued: as a stream where it asks for one, or as far as it is. */
export type AnswerRun = (begun: BegunRun, answering: Answering) => Promise<unknown>;

export const runsPath = '/api/v1/runs';

/** The whole time, where a caller does not say how long. */
export const waitMsOf = ({ query }: FastifyRequest): number => ((query as { waitSeconds?: number }).waitSeconds ?? maxWaitSeconds) * 1000;

/** The token of a login in a browser ends in minutes, and is renewed for its page: a run goes on without it. */
export const askerOf = ({ grant, id, signedIn }: FastifyRequest): Asker => ({
	...grant!,
	requestId: id,
	...(signedIn !== null && { renew: undefined }),
});

/** Where runs are read that a caller began or continued. */
interface ReadRuns {
	read(runId: string, grant: Grant, patience: Patience): Promise<RunAnswer | undefined>;
	findTape(runId: string, grant: Grant): RunTape | undefined;
}

/** @throws TroupeError of the run, if it failed while its caller waited */
export const answerRuns =
	(runs: ReadRuns, serve: ServeRun, stop: AbortSignal): AnswerRun =>
	async ({ runId, run }, { agent, request, reply, waitMs, tell }) => {
		const grant = request.grant!;
		const isWhole = readsRuns(grant, agent);
		void reply.header('location', `${runsPath}/${encodeURIComponent(runId)}`).header('cache-control', 'no-store');
		const tape = tell || wantsStream(request) ? (run?.tape ?? runs.findTape(runId, grant)) : undefined;
		const readAnswer = async (milliseconds: number, signal: AbortSignal): Promise<RunAnswer> => {
			const answer = await runs.read(runId, grant, { milliseconds, signal });
			if (!answer) throw notKept(runId);
			return answer;
		};
		if (tape) {
			// What is refused before it begins is answered as a problem.
			if (tape.count === 0) await tape.news;
			if (tape.count > 0)
				return serve(request, reply, (signal) => (tell ?? tapeFrames)({ runId, tape, isWhole }, signal, () => readAnswer(5_000, signal)));
		}
		const gone = new AbortController();
		reply.raw.once('close', () => gone.abort());
		const answer = await readAnswer(tape ? 5_000 : waitMs, AbortSignal.any([stop, gone.signal]));
		const fault = run?.settled && 'error' in run.settled ? run.settled.error : undefined;
		if (fault !== undefined) throw toCallersError(fault, runId);
		if (answer.state === 'failed') throw toCallersError(answer.error, runId);
		if (tell) return serve(request, reply, (signal) => tell({ runId, isWhole }, signal, async () => answer));
		const goesOn = answer.state === 'running' || answer.state === 'interrupted';
		return reply
			.code(goesOn ? 202 : 200)
			.type('application/json; charset=utf-8')
			.send(JSON.stringify(answer));
	};
