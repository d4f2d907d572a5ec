import { withOrigin } from '../../core/base/work-origin';
import { isTroupeError } from '../../core/base/errors';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import type { AwaitedAnswer, FindAnswer } from '../../core/channels/end-awaited';
import type { ChannelParts } from '../../core/channels/channel-parts';
import { nameTurnRun } from '../../core/channels/name-turn-run';
import { isAwayHere } from '../../core/channels/retry-or-give-up';
import { findFacts } from '../../core/conversations/find-facts';
import type { AwaitedRun } from '../../core/ports/channels/mailbox';
import type { OpenChannel } from '../../core/ports/channels/channel-records';
import { byOperator } from '../../core/ports/runs/run-records';
import { nameAsker } from '../../core/ports/knowledge/readers';
import { whileAdmitted } from '../../manifests/gate/while-admitted';
import type { Host } from '../../providers/compose/hosts/host';
import { openRuns } from '../../providers/compose/state/host-runs';
import type { AgentLog } from '../log/log-agents';
import { toAnswer } from './to-answer';
import { composeChannelAgent } from './compose-channel-agent';

const undecided = 'nobody decided in time about what the agent asked';

/**
 * Finds what became of a channel's run that waited for a person. One that has ended is asked for its end again; one whose process ended while it went
 * on is taken to its end.
 */
export const findRunAnswer =
	(parts: ChannelParts, host: Host & { stateFolder: string }, logAgent: AgentLog): FindAnswer =>
	async (awaited, signal): Promise<AwaitedAnswer> => {
		const { tenant, channel } = awaited.conversation;
		const own = { ...host, name: 'channel', tenant };
		const record = await (await openRuns(own, host.stateFolder)).findRecord(nameTurnRun(awaited.turn));
		if (record?.state === 'waiting' || record?.state === 'running') return { kind: 'waits' };
		const open = await parts.directory.find(tenant, channel);
		if (record === undefined || record.state === 'cancelled' || !open?.record.agent) {
			return { kind: 'lost', reason: record?.reason === byOperator ? 'the run was cancelled' : undecided };
		}
		try {
			const outcome = await withOrigin({ channel }, () => askAgain(parts, open, own, awaited, logAgent, signal));
			if ('state' in outcome) return { kind: 'waits' };
			return { kind: 'answer', ...toAnswer(outcome) };
		} catch (cause) {
			if (signal.aborted || !isTroupeError(cause)) throw cause;
			const { code, retryable } = cause;
			if (retryable || isAwayHere(cause)) throw cause;
			return { kind: 'lost', reason: `the run could not go on after a decision: ${code}` };
		}
	};

function askAgain(
	parts: ChannelParts,
	open: OpenChannel,
	host: Host,
	{ turn, conversation }: AwaitedRun,
	logAgent: AgentLog,
	stop: AbortSignal,
): Promise<AgentOutcome> {
	const { tenant, channel, id, contact, session } = conversation;
	return whileAdmitted(host.gate, stop, async ({ gate, signal }) => {
		await gate.admit({ kind: 'command', name: 'serve' });
		const [agent, { runAgent }] = await Promise.all([
			composeChannelAgent(open, host, parts, gate, { turn, conversation }),
			import('../../core/agents/run-agent'),
		]);
		const request = {
			...{ runId: nameTurnRun(turn), conversationId: session, person: contact, facts: findFacts(conversation) },
			// The trail of the run has its message.
			...{ message: '…', asker: nameAsker({ person: contact }) },
		};
		return runAgent(request, { ...agent, onEvent: (event) => logAgent(event, { tenant, channel, conversation: id }) }, signal);
	});
}
