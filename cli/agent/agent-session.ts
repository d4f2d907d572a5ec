import type { AgentEvent } from '../../core/agents/agent-event';
import type { AgentOutcome, PendingDecision, RunState } from '../../core/agents/agent-outcome';
import type { AgentParts } from '../../core/agents/agent-parts';
import type { AgentRequest, Decision } from '../../core/agents/agent-request';
import type { ApprovalRules } from '../../core/agents/approvals/approval-rules';
import type { Host } from '../../providers/compose/hosts/host';
import { toAbsoluteAgent, type RecordedRun } from './agent-documents';
import { hostFor, toAgentReference } from '../../providers/compose/agents/agent-reference';
import { completeDecisions, nameDecider, needsKeys, pendingLines, resumeCommand } from './decisions/decision-options';
import { eventLine } from './lines/event-line';
import { outcomeLines } from './lines/outcome-lines';
import { outcomeWords } from './lines/overdue-lines';
import { replaceFile } from '../terminal/replace-file';
import { printable, type Terminal } from '../terminal/terminal';
import { throwIfCancelled } from '../../core/base/async/cancelled';
import { isTroupeError } from '../../core/base/errors';
import { pause } from '../../core/base/async/pause';

export interface OutputOptions {
	/** Prints the whole outcome as one document, and nothing else. */
	json?: boolean;
	/** Prints each event as a JSON line, then the outcome. */
	events?: boolean;
	/** The file to write the trail to. */
	record?: string;
}

interface AgentSession {
	parts: AgentParts;
	run(request: AgentRequest): Promise<AgentOutcome>;
}

/** Composes the agent, prints its steps as they happen and records its trail. */
export async function openAgentSession(
	agent: string,
	host: Host,
	options: OutputOptions & {
		mode?: AgentParts['mode'];
		continuation?: Pick<AgentRequest, 'resume' | 'trail'>;
		/** Contact that is answered, for rollouts by contact. */
		contact?: { person?: string; conversationId: string };
	},
	terminal: Terminal,
): Promise<AgentSession> {
	const { composeAgent } = await import('../../providers/compose/agents/agent');
	const { runAgent } = await import('../../core/agents/run-agent');
	const reference = toAgentReference(agent);
	let trail: unknown[] = [];
	const parts: AgentParts = {
		...(await composeAgent(reference, hostFor(reference, host), { ...options.contact, ...options.continuation, mode: options.mode })),
		mode: options.mode,
		onEvent: createEventPrinter(options, terminal),
		onTrail: (entries) => void (trail = entries),
	};
	const run = async (request: AgentRequest): Promise<AgentOutcome> => {
		try {
			return await runAgent(request, parts, terminal.stop);
		} finally {
			await host.published?.flush?.(); // The process ends with the run.
			if (options.record !== undefined && trail.length > 0) {
				const conversationId = readConversationId(request);
				const recorded: RecordedRun = { agent: toAbsoluteAgent(agent), conversationId, trail };
				replaceFile(options.record, `${JSON.stringify(recorded, null, '\t')}\n`);
			}
		}
	};
	return { parts, run };
}

const readConversationId = ({ conversationId, resume }: AgentRequest): string =>
	resume ? (resume.state as RunState).conversationId : conversationId;

function createEventPrinter({ json, events }: OutputOptions, terminal: Terminal): ((event: AgentEvent) => void) | undefined {
	if (events) return (event) => terminal.print(JSON.stringify({ event }));
	if (json) return undefined;
	return (event) => {
		const line = eventLine(event);
		if (line !== undefined) terminal.note(line);
	};
}

/** Asks the person at the terminal for decisions. */
export async function runToEnd(
	session: AgentSession,
	request: AgentRequest,
	host: Host,
	options: OutputOptions,
	terminal: Terminal,
): Promise<void> {
	let outcome = await runWhenFree(() => session.run(request), terminal);
	while ('state' in outcome) {
		const { runId, state, pending } = outcome;
		if (options.json || options.events || !terminal.ask || needsKeys(pending, host.approvals))
			return showSuspended(outcome, pending, { ...options, rules: host.approvals }, terminal);
		terminal.note(`stored for \`troupe run resume ${printable(runId)}\``);
		const decisions: Decision[] = await completeDecisions([], pending, terminal);
		outcome = await session.run({ message: '', conversationId: state.conversationId, resume: { state, decisions, by: nameDecider() } });
	}
	showOutcome(outcome, options, terminal);
}

function showSuspended(
	outcome: AgentOutcome,
	pending: PendingDecision[],
	options: OutputOptions & { rules?: ApprovalRules },
	terminal: Terminal,
): void {
	showOutcome(outcome, options, terminal);
	if (options.json || options.events) return;
	for (const line of pendingLines(pending)) terminal.print(line);
	if ('whenTimedOut' in outcome && outcome.whenTimedOut !== 'end')
		terminal.note(`decide by ${outcome.decideBy}; then it ${outcomeWords[outcome.whenTimedOut]}, by \`troupe serve\` if it runs`);
	terminal.note(`continue with: ${resumeCommand(outcome.runId, pending, options.rules)}`);
}

export function showOutcome(outcome: AgentOutcome, { json, events }: OutputOptions, terminal: Terminal): void {
	if (events) return terminal.print(JSON.stringify({ outcome }));
	if (json) return terminal.print(JSON.stringify(outcome, null, '\t'));
	for (const line of outcomeLines(outcome, terminal)) terminal.print(line);
	for (const { tool, permission, arguments: input } of outcome.planned ?? [])
		terminal.print(terminal.style('dim', `would call ${printable(tool)} (${permission}) with ${printable(JSON.stringify(input))}`));
}

/**
 * Continues a run. If another process has it, tries once more when the lease of that process ends: a killed one does not renew it.
 * @throws TroupeError RUN_TAKEN if that process still works on it, CANCELLED
 */
async function runWhenFree<Result>(act: () => Promise<Result>, { note, stop }: Pick<Terminal, 'note' | 'stop'>): Promise<Result> {
	try {
		return await act();
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'RUN_TAKEN' || error.retryAfterMs === undefined) throw error;
		note(`another process has this run; trying again in ${Math.ceil(error.retryAfterMs / 1000)} s, when its lease ends`);
		await pause(error.retryAfterMs, stop);
		throwIfCancelled(stop, 'The run was not continued.');
		return act();
	}
}
