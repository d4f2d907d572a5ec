import { listSources } from '../../../core/knowledge/list-sources';
import { randomUUID } from 'node:crypto';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { AgentEvent } from '../../../core/agents/agent-event';
import type { AgentOutcome, PendingDecision } from '../../../core/agents/agent-outcome';
import { isTroupeError } from '../../../core/base/errors';
import type { Origin } from '../../../core/ports/memory';
import { tellOrigins } from '../../../core/ports/origins-metadata';
import { pause } from '../../../core/base/async/pause';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import {
	canDecideAll,
	describeOutcome,
	readDecisionForm,
	type ShownDecision,
	toDecisionForm,
	toShown,
} from '../../offered-agents/describe-outcome';
import { explainOutcome } from '../../offered-agents/explain-agent';
import type { OfferedRuns } from '../../offered-agents/offered-runs';
import { writeFault } from '../../offered-agents/write-fault';
import { readForm, toDocument, toError } from '../mcp-tool';
import type { Asker, LongWork, Patience, Progress } from './long-work';
import type { RunAtWork, RunsAtWork } from '../../offered-agents/runs-at-work';

interface AgentWork {
	runId: string;
	conversationId: string;
	message: string;
	origins?: Origin[];
}

/** `troupe run resume` finds a task's run by this id. */
const newRunId = (): string => `mcp-${randomUUID()}`;

/** Agent runs as the work of calls. A run's trail prevents repeated steps. */
export function agentWork(
	agent: string,
	runs: OfferedRuns,
	atWork: RunsAtWork,
	reportFault: (error: unknown) => void,
): LongWork<AgentWork> {
	const start = ({ runId, ...request }: AgentWork, grant: Grant, tell: (message: string) => void = () => undefined): RunAtWork =>
		atWork.start(runId, (signal, note) => {
			const onEvent = reporter(agent, (message) => (note(message), tell(message)));
			return runs.run({ agent, runId, ...request, onEvent }, grant, signal);
		});
	return {
		async begin({ input, grant, report, origins }) {
			const { message, conversationId = randomUUID() } = input as { message: string; conversationId?: string };
			const work = { runId: newRunId(), conversationId, message, ...(origins && { origins }) };
			start(work, grant, report);
			return work;
		},
		async look(work, responses, asker, patience) {
			const { runId } = work;
			const { caller } = asker.grant;
			const pending = (await runs.findWaiting(agent, runId, caller))?.pending ?? [];
			const decisions = pending.flatMap((one) => readDecisionForm(one, readForm(responses[nameForm(one)])) ?? []);
			const isDecided =
				pending.length > 0 && decisions.length === pending.length && canDecideAll(pending, runs.scopesOf(asker.grant, agent));
			let run = atWork.find(runId);
			if (run?.settled && 'outcome' in run.settled && 'state' in run.settled.outcome && (isDecided || pending.length === 0))
				run = undefined;
			run ??= isDecided
				? atWork.start(runId, (signal) => runs.resume(agent, runId, decisions, asker.grant, signal))
				: start(work, asker.grant);
			await waitFor(run, patience);
			return describe(run, { scopes: runs.scopesOf(asker.grant, agent), canAsk: asker.canAsk }, () => atWork.forget(runId), reportFault);
		},
		async cancel({ runId }, { caller }) {
			const run = atWork.find(runId);
			run?.stop.abort(new Error('cancelled'));
			await run?.done;
			atWork.forget(runId);
			await runs.abandon(agent, runId, caller);
		},
		leave(work, grant) {
			return this.cancel(work, grant);
		},
		finished: ({ runId }) => atWork.find(runId)?.done,
		forget: ({ runId }) => atWork.forget(runId),
	};
}

export const reporter = (agent: string, report: (message: string) => void) => (event: AgentEvent) => {
	if (event.kind === 'tool-started') report(`${agent} calls ${event.tool}`);
	if (event.kind === 'model-started') report(`${agent} asks a model`);
};

interface Deciding extends Pick<Asker, 'canAsk'> {
	scopes: ReadonlySet<string>;
}

async function waitFor({ done, settled }: RunAtWork, { milliseconds, signal }: Patience): Promise<void> {
	if (settled) return;
	const end = new AbortController();
	await Promise.race([done, pause(milliseconds, AbortSignal.any([signal, end.signal]))]);
	end.abort();
}

function describe(
	{ settled, stop, message }: RunAtWork,
	asker: Deciding,
	forget: () => void,
	reportFault: (error: unknown) => void,
): Progress {
	if (!settled) return { kind: 'working', message };
	if ('outcome' in settled) return describeEnd(settled.outcome, asker);
	if (stop.signal.aborted || isElsewhere(settled.error)) {
		// The service stops, or the run is at work elsewhere: a later look continues.
		forget();
		return { kind: 'working' };
	}
	reportFault(settled.error);
	return { kind: 'ended', result: toError(writeFault(settled.error)) };
}

const isElsewhere = (error: unknown): boolean =>
	isTroupeError(error) && (error.code === 'RUN_TAKEN' || error.code === 'RUN_ALREADY_RESUMED');

function describeEnd(outcome: AgentOutcome, { scopes, canAsk }: Deciding): Progress {
	if (!('state' in outcome)) return { kind: 'ended', result: toResult(outcome, scopes) };
	if (canAsk && canDecideAll(outcome.pending, scopes)) return { kind: 'waiting', message: outcome.reply, forms: toForms(outcome) };
	const { runId, reply } = outcome;
	return { kind: 'working', message: `${reply} An operator decides with \`troupe run resume ${runId}\`.` };
}

const toForms = ({ pending, runId }: { pending: PendingDecision[]; runId: string }) =>
	Object.fromEntries(pending.map((one) => [nameForm(toShown(one)), toDecisionForm(one, runId)]));

/** A task keeps all answers: an earlier view of a call has another name. */
const nameForm = ({ id, viewSha256 }: ShownDecision) => (viewSha256 === undefined ? id : `${id}.${viewSha256.slice(0, 16)}`);

/** Many clients' models read the text only, so it lists the sources of its numbers. */
export function toResult(outcome: AgentOutcome, scopes: ReadonlySet<string>): CallToolResult {
	const text = [`${outcome.reply}${listSources(outcome.citations)}`, explainOutcome(outcome)].filter((one) => one).join('\n\n');
	const told = tellOrigins(outcome.origins);
	return { ...toDocument(describeOutcome(outcome, scopes.has('agent:decide')), text), ...(told && { _meta: told }) };
}
