import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { AgentOutcome, PendingDecision, RunState } from '../../core/agents/agent-outcome';
import type { AgentParts } from '../../core/agents/agent-parts';
import type { AgentRequest, Decision } from '../../core/agents/agent-request';
import type { Host } from '../../providers/compose/host';
import { suspendedFolder } from '../../providers/state/suspended-runs';
import { hostFor, toAbsoluteAgent, type RecordedRun, toAgentReference, type SuspendedRun } from './agent-documents';
import { completeDecisions, pendingLines } from './decide';
import { eventLine } from './event-line';
import { outcomeLines } from './outcome-lines';
import { makeFolder, replaceFile } from '../terminal/replace-file';
import { plain, type Terminal } from '../terminal/terminal';

/** How a run is printed and recorded. */
export interface OutputOptions {
	/** Prints the whole outcome as one document, and nothing else. */
	json?: boolean;
	/** Prints each event as a JSON line, then the outcome. */
	events?: boolean;
	/** The file to write the trail to. */
	record?: string;
}

/** A composed agent that reports to the terminal. */
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
		/** The run to continue or to replay. */ continuation?: Pick<AgentRequest, 'resume' | 'trail'>;
	},
	terminal: Terminal,
): Promise<AgentSession> {
	const { composeAgent } = await import('../../providers/compose/agents/agent');
	const { runAgent } = await import('../../core/agents/run-agent');
	const reference = toAgentReference(agent);
	let trail: unknown[] = [];
	const parts: AgentParts = {
		...(await composeAgent(reference, hostFor(reference, host), options.continuation)),
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

/** Runs the agent to its end, asks the person at the terminal for decisions, and prints the outcome. */
export async function runToEnd(
	agent: string,
	session: AgentSession,
	request: AgentRequest,
	host: Host,
	options: OutputOptions,
	terminal: Terminal,
): Promise<void> {
	let outcome = await session.run(request);
	while ('state' in outcome) {
		const { state, pending } = outcome;
		const path = saveSuspended({ agent: toAbsoluteAgent(agent), state }, host);
		if (options.json || options.events || !terminal.ask) return showSuspended(outcome, path, pending, options, terminal);
		terminal.note(`saved in ${path} for \`troupe agent resume\``);
		const decisions: Decision[] = await completeDecisions([], pending, terminal);
		outcome = await session.run({ message: '', conversationId: state.conversationId, resume: { state, decisions } });
	}
	// The run has ended; its stored state is no longer needed.
	await rm(suspendedPath(outcome.runId, host), { force: true });
	showOutcome(outcome, options, terminal);
}

/** Stores the run in the state folder, readable by this user only. A run that waits again replaces its earlier state. */
function saveSuspended(run: SuspendedRun, host: Host): string {
	const path = suspendedPath(run.state.runId, host);
	makeFolder(dirname(path));
	replaceFile(path, `${JSON.stringify(run, null, '\t')}\n`, 0o600);
	return path;
}

function showSuspended(outcome: AgentOutcome, path: string, pending: PendingDecision[], options: OutputOptions, terminal: Terminal): void {
	showOutcome(outcome, options, terminal);
	if (options.json || options.events) return;
	for (const line of pendingLines(pending)) terminal.print(line);
	terminal.note(`continue with: troupe agent resume ${path} --approve ID | --decline ID | --answer ID=TEXT`);
}

function suspendedPath(runId: string, { stateFolder = '.' }: Host): string {
	return join(stateFolder, suspendedFolder, `${runId.replace(/[^\w-]/g, '_')}.json`);
}

export function showOutcome(outcome: AgentOutcome, { json, events }: OutputOptions, terminal: Terminal): void {
	if (events) return terminal.print(JSON.stringify({ outcome }));
	if (json) return terminal.print(JSON.stringify(outcome, null, '\t'));
	for (const line of outcomeLines(outcome, terminal)) terminal.print(line);
	for (const { tool, permission, arguments: input } of outcome.planned ?? [])
		terminal.print(terminal.style('dim', `would call ${plain(tool)} (${permission}) with ${plain(JSON.stringify(input))}`));
}
