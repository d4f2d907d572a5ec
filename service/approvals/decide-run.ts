import type { AgentEvent } from '../../core/agents/agent-event';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import type { Decision } from '../../core/agents/agent-request';
import { unbindConversation } from '../../core/memory/conversations/caller-conversations';
import { TroupeError } from '../../core/base/errors';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Host } from '../../providers/compose/hosts/host';
import { canContinue } from '../../providers/state/runs/suspended-work';
import type { ListedRun } from '../../providers/state/runs/suspensions';
import type { AgentLog } from '../log/log-agents';
import { continueRun } from '../overdue/continue-run';
import { checkRight } from './check-right';
import { findWaitingRun } from './find-waiting-run';

type SentDecision = Omit<Partial<Extract<Decision, { kind: 'approval' }>>, 'kind'> & { id: string; answer?: string };

export const readDecisions = (sent: SentDecision[]): Decision[] =>
	sent.map((one) => ({ ...one, kind: 'answer' in one ? 'question' : 'approval' }) as Decision);

interface AdmittedDecisions {
	agent: { id: string; version: string };
	conversationId: string;
	suspension: string;
	perform: (signal: AbortSignal, onEvent: (event: AgentEvent) => void) => Promise<AgentOutcome>;
}

/**
 * Admits a decision about a run of the host's tenant, whoever asked for it. @throws TroupeError RESOURCE_NOT_FOUND if it does not wait, INPUT_INVALID
 * if its host continues it itself, ACCESS_DENIED, DECISION_REFUSED
 */
export async function admitDecisions(
	runId: string,
	decisions: Decision[],
	grant: Grant,
	{ host, logAgent }: { host: Host; logAgent: AgentLog },
): Promise<AdmittedDecisions> {
	const { listed, ...suspended } = await findWaitingRun(runId, host);
	if (!canContinue(listed.host)) throw notHere(listed);
	await checkRight(decisions, grant, listed.agent.id);
	const { tenant, subject } = grant.caller;
	const resume = { decisions, by: `api:${subject}`, ...(grant.login && { login: grant.login }) };
	return {
		agent: listed.agent,
		conversationId: unbindConversation(suspended.state.conversationId),
		suspension: suspended.state.id,
		perform: (signal, onEvent) =>
			continueRun(suspended, resume, { ...host, name: listed.host }, signal, (event) => {
				logAgent(event, { tenant, host: listed.host, caller: subject });
				onEvent(event);
			}),
	};
}

const notHere = ({ runId, host = '' }: ListedRun): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The run ${runId} waits in ${host}, which continues it itself.`,
		fix: host === 'n8n' ? 'Decide in the form of the execution.' : 'Complete the user task of the process.',
	});
