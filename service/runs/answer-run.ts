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
	agent: string | undefined;
	request: FastifyRequest;
	reply: FastifyReply;
	waitMs: number;
	tell?: TellRun;
}

export const readsRuns = ({ scopes }: Pick<Grant, 'scopes'>, agent: string | undefined): boolean =>
	scopesWithin(scopes, agent).has('run:read');

export type AnswerRun = (begun: BegunRun, answering: Answering) => Promise<unknown>;

export const runsPath = '/api/v1/runs';

export const waitMsOf = ({ query }: FastifyRequest): number => ((query as { waitSeconds?: number }).waitSeconds ?? maxWaitSeconds) * 1000;

/** A browser login's token is renewed for its page only and ends in minutes: a run continues without it. */
export const askerOf = ({ grant, id, signedIn }: FastifyRequest): Asker => ({
	...grant!,
	requestId: id,
	...(signedIn !== null && { renew: undefined }),
});

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
			// A refusal before the begin is answered as a problem.
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
