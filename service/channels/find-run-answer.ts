import { withOrigin } from '../../core/base/work-origin';
import { isTroupeError } from '../../core/base/errors';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import type { AwaitedAnswer, FindAnswer } from '../../core/channels/end-awaited';
import type { ChannelParts } from '../../core/channels/channel-parts';
import { nameTurnRun } from '../../core/conversations/mailbox/name-turn-run';
import { isAwayHere } from '../../core/channels/retry-or-give-up';
import { findFacts } from '../../core/conversations/find-facts';
import type { AwaitedRun } from '../../core/ports/channels/mailbox';
import type { OpenChannel } from '../../core/ports/channels/channel-records';
import { byOperator } from '../../core/ports/runs/run-records';
import { nameAsker } from '../../core/ports/knowledge/readers';
import { whileAdmitted } from '../../manifests/gate/while-admitted';
import type { Host } from '../../providers/compose/hosts/host';
import { openRuns } from '../../providers/compose/state/host-runs';
import type { RecordedRun } from '../../providers/state/runs/list-runs';
import type { AgentLog } from '../log/log-agents';
import { toAnswer } from './to-answer';
import { composeChannelAgent } from './compose-channel-agent';

/** The process that ended a run tells the customer within this time, or never. */
const tellMs = 60_000;
/** Max absence of an agent that a run needs to continue. */
const maxAwayMs = 24 * 3_600_000;

/** Finds the end of a channel's waiting run that was not handed over. The agent that began it ends one whose process ended on its way. */
export const findRunAnswer =
	(parts: ChannelParts, host: Host & { stateFolder: string }, logAgent: AgentLog): FindAnswer =>
	async (awaited, signal): Promise<AwaitedAnswer> => {
		const { tenant, channel } = awaited.conversation;
		const own = { ...host, name: 'channel', tenant };
		const record = await (await openRuns(own, host.stateFolder)).findRecord(nameTurnRun(awaited.turn));
		const now = host.clock?.now() ?? Date.now();
		const known = readEnd(record, now);
		if (known) return known;
		const open = await parts.directory.find(tenant, channel);
		if (!record?.agent || !open) return { kind: 'lost', why: 'ended' };
		const of = { ...awaited, agent: record.agent.id };
		try {
			const outcome = await withOrigin({ channel }, () => goOn(parts, open, own, of, logAgent, signal));
			return 'state' in outcome ? { kind: 'waits' } : { kind: 'answer', ...toAnswer(outcome) };
		} catch (cause) {
			if (signal.aborted || !isTroupeError(cause)) throw cause;
			if (cause.retryable || (isAwayHere(cause) && now - record.lastUsed < maxAwayMs)) throw cause;
			return { kind: 'lost', why: 'ended', code: cause.code };
		}
	};

/** Undefined for a run that can continue. A completed run's acts are not repeated. */
function readEnd(record: RecordedRun | undefined, now: number): AwaitedAnswer | undefined {
	if (record?.state === 'waiting' || record?.state === 'running') return { kind: 'waits' };
	if (record?.reason === byOperator) return { kind: 'lost', why: 'cancelled' };
	// A run stopped in the middle has a code.
	if (record?.state === 'cancelled' && record.errorCode === null)
		return { kind: 'lost', why: record.reason === 'expired' ? 'undecided' : 'cancelled' };
	if (record?.state !== 'completed') return undefined;
	return now - (record.endedAt ?? 0) < tellMs ? { kind: 'waits' } : { kind: 'lost', why: 'ended' };
}

function goOn(
	parts: ChannelParts,
	open: OpenChannel,
	host: Host,
	{ turn, conversation, agent: named }: AwaitedRun & { agent: string },
	logAgent: AgentLog,
	stop: AbortSignal,
): Promise<AgentOutcome> {
	const { tenant, channel, id, contact, session } = conversation;
	return whileAdmitted(host.gate, stop, async ({ gate, signal }) => {
		await gate.admit({ kind: 'command', name: 'serve' });
		const [agent, { runAgent }] = await Promise.all([
			composeChannelAgent(open, host, parts, gate, { turn, conversation, agent: named }),
			import('../../core/agents/run-agent'),
		]);
		const request = {
			...{ runId: nameTurnRun(turn), conversationId: session, person: contact, facts: findFacts(conversation) },
			...{ message: '…', asker: nameAsker({ person: contact }) },
		};
		return runAgent(request, { ...agent, onEvent: (event) => logAgent(event, { tenant, channel, conversation: id }) }, signal);
	});
}
