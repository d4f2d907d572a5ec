import type { AgentRequest } from '../../core/agents/agent-request';
import { openAgentSession, runToItsEnd, showOutcome, type ShowOptions } from './agent-session';
import { readRecordedRun, readSuspendedRun } from './agent-documents';
import { completeDecisions, decisionsOf, type DecisionOptions } from './decide';
import { admitCommand, openHost } from '../host';
import { pendingOf } from './read-pending';
import { readImage } from './read-image';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export interface AgentRunOptions extends ShowOptions {
	/** An id, or a path: what holds a separator or ends in `.json`. */
	agent: string;
	message: string;
	conversation: string;
	person?: string;
	/** Paths. */
	image?: string[];
	/** Models are asked, tools are described and not called. */
	dryRun?: boolean;
}

/** Prints how the agent ended. A message that it declined or handed over is an answer too. */
export async function runAgentCommand(options: AgentRunOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	await admitCommand(host, 'agent run', terminal);
	const session = await openAgentSession(options.agent, host, { ...options, mode: options.dryRun ? 'dry-run' : 'run' }, terminal);
	const images = options.image && (await Promise.all(options.image.map(readImage)));
	const { message, conversation: conversationId, person } = options;
	const request: AgentRequest = { message, conversationId, ...(person !== undefined && { person }), ...(images && { images }) };
	await runToItsEnd(options.agent, session, request, host, options, terminal);
	return 0;
}

export interface AgentResumeOptions extends ShowOptions, DecisionOptions {
	/** A path. */
	state: string;
	/** Default: the one that stands in the file. */
	agent?: string;
}

/** Goes on with a run that waits for a person, by the options and, at a terminal, by what the person says. */
export async function resumeAgentCommand(options: AgentResumeOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	await admitCommand(host, 'agent resume', terminal);
	const { state, ...kept } = await readSuspendedRun(options.state);
	const agent = options.agent ?? kept.agent;
	const goesOn = { resume: { state, decisions: [] } };
	const session = await openAgentSession(agent, host, { ...options, goesOn }, terminal);
	const pending = await pendingOf(state, session.parts);
	const decisions = await completeDecisions(decisionsOf(options, pending), pending, terminal);
	const request: AgentRequest = { message: '', conversationId: state.conversationId, resume: { state, decisions } };
	await runToItsEnd(agent, session, request, host, options, terminal);
	return 0;
}

export interface AgentReplayOptions extends ShowOptions {
	/** A path. */
	file: string;
	/** Default: the one that stands in the file. */
	agent?: string;
}

/** Shows a recorded run once more; no model is asked and no tool is called. */
export async function replayAgentCommand(options: AgentReplayOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	await admitCommand(host, 'agent replay', terminal);
	const { agent, conversationId, trail } = await readRecordedRun(options.file);
	const session = await openAgentSession(options.agent ?? agent, host, { ...options, mode: 'replay', goesOn: { trail } }, terminal);
	showOutcome(await session.run({ message: '', conversationId, trail }), options, terminal);
	return 0;
}
