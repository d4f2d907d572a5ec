import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AgentRequest } from '../../core/agents/agent-request';
import { isTimedOut } from '../../core/agents/loop/waiting/waiting-terms';
import { TroupeError } from '../../core/base/errors';
import { createComputerOpeners } from '../../sandbox/computer/computer-openers';
import { printable } from '../terminal/terminal';
import { openAgentSession, runToEnd, showOutcome, type OutputOptions } from './agent-session';
import { readRecordedRun, readSuspendedRun } from './agent-documents';
import { hostFor, toAgentReference } from '../../providers/compose/agents/agent-reference';
import { confirmPrograms, withQuestions } from './decisions/confirm-programs';
import { completeDecisions, nameDecider, readDecisions, type DecisionOptions } from './decisions/decision-options';
import { checkAsker } from '../../core/ports/knowledge/readers';
import type { Host } from '../../providers/compose/hosts/host';
import { admitCommand, openHost, whileAllowed } from '../host';
import { readPendingDecisions } from '../../providers/compose/state/read-pending';
import { findSettings } from '../../service/channels/find-settings';
import { openRunChannel } from '../../service/channels/open-run-channel';
import { readImage } from './read-image';
import { type KeyOptions, openSigner } from '../terminal/open-signer';
import { signDecisions } from './decisions/sign-decisions';
import { readFacts } from '../guardrails/read-facts';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export interface AgentRunOptions extends OutputOptions {
	/** An id, or a path: text with a path separator or the ending `.json`. */
	agent: string;
	message: string;
	conversation: string;
	person?: string;
	/** Who asks. Default: the operator, who reads everything. */
	as?: string[];
	/** Whose settings count. */
	channel?: string;
	facts?: string;
	image?: string[];
	/** Asks models; lists tool calls instead of making them. */
	dryRun?: boolean;
	/** Starts the programs of the agent without asking. */
	yes?: boolean;
	keepChanges?: string;
}

/** A declined message and a handover to a person also exit with 0. */
export async function runAgentRun(options: AgentRunOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await withKeptChanges(options.keepChanges, await open(terminal), terminal);
	const { channel } = options;
	const settingValues = channel === undefined ? undefined : await findSettings(host, channel, options);
	await whileAllowed(host, 'agent run', terminal, (admitted, asking) =>
		begin(options, withQuestions({ ...admitted, settingValues }, options, asking), asking),
	);
	return 0;
}

async function begin(options: AgentRunOptions, host: Host, terminal: Terminal): Promise<void> {
	const { message, conversation: conversationId, person } = options;
	await confirmProgramsOf(options, host);
	const contact = { conversationId, ...(person !== undefined && { person }) };
	const session = await openAgentSession(options.agent, host, { ...options, contact, mode: options.dryRun ? 'dry-run' : 'run' }, terminal);
	const images = options.image && (await Promise.all(options.image.map(readImage)));
	const facts = await readFacts(options.facts);
	const asker = options.as ? checkAsker(options.as, 'The option --as') : ('operator' as const);
	const known = { asker, ...(person !== undefined && { person }), ...(facts && { facts }) };
	await runToEnd(session, { message, conversationId, by: nameDecider(), ...known, ...(images && { images }) }, host, options, terminal);
}

async function confirmProgramsOf({ agent, conversation, person }: AgentRunOptions, host: Host): Promise<void> {
	if (host.allowPrograms !== true) return;
	const { readDefinition } = await import('../../providers/compose/agents/read-definition');
	const reference = toAgentReference(agent);
	const { definition, source } = await readDefinition(reference, hostFor(reference, host), undefined, person ?? conversation);
	await confirmPrograms({ definition, isPublished: source.published !== undefined }, host);
}

export interface AgentResumeOptions extends OutputOptions, DecisionOptions, KeyOptions {
	/** The id of a run that waits, or the path of a file with its state. */
	run: string;
	/** Default: the agent that the run began with. */
	agent?: string;
	keepChanges?: string;
}

/** Decisions come from the options; missing ones are asked at the terminal. */
export async function runAgentResume(options: AgentResumeOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await withKeptChanges(options.keepChanges, await open(terminal), terminal);
	await whileAllowed(host, 'agent resume', terminal, (admitted, asking) =>
		resume(options, asking.ask ? withQuestions(admitted, {}, asking) : admitted, asking),
	);
	return 0;
}

async function resume(options: AgentResumeOptions, host: Host, terminal: Terminal): Promise<void> {
	const { state, ...run } = await readSuspendedRun(options.run, host);
	const agent = options.agent ?? run.agent;
	const continuation = { resume: { state, decisions: [] } };
	const { keys, key } = options;
	const signer = keys === undefined ? undefined : await openSigner({ keys, key }, terminal, 'approver');
	const channel = await openRunChannel(host, state);
	const session = await openAgentSession(agent, channel.host, { ...options, continuation }, terminal);
	const pending = await readPendingDecisions(state, session.parts);
	const made = isTimedOut(state, Date.now())
		? readDecisions(options, pending)
		: await completeDecisions(readDecisions(options, pending), pending, terminal);
	const decisions = signer ? await signDecisions(made, pending, state.runId, signer) : made;
	const request: AgentRequest = { message: '', conversationId: state.conversationId, resume: { state, decisions, by: nameDecider() } };
	const told = { ...session, run: async (of: AgentRequest) => channel.tell(await session.run(of)) };
	await runToEnd(told, request, host, options, terminal);
}

export interface AgentReplayOptions extends OutputOptions {
	run: string;
	/** Default: the agent that ran. */
	agent?: string;
}

/** Replays a recorded run without asking a model or calling a tool. */
export async function runAgentReplay(options: AgentReplayOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	await admitCommand(host, 'agent replay', terminal);
	const { agent, conversationId, trail } = await readRecordedRun(options.run, host);
	const session = await openAgentSession(options.agent ?? agent, host, { ...options, mode: 'replay', continuation: { trail } }, terminal);
	showOutcome(await session.run({ message: '', conversationId, trail }), options, terminal);
	return 0;
}

/** Returns a host whose shells and browsers keep their files in a folder. @throws TroupeError INPUT_INVALID for one that holds anything */
async function withKeptChanges<Given extends Host>(folder: string | undefined, host: Given, terminal: Terminal): Promise<Given> {
	if (folder === undefined) return host;
	const target = resolve(folder);
	await requireEmpty(folder, target);
	const kept = { target, tell: (line: string) => terminal.note(printable(line)) };
	return { ...host, ...createComputerOpeners(terminal.environment, kept) };
}

/** A model's commands choose file names: none may replace a file or follow a link. */
async function requireEmpty(folder: string, target: string): Promise<void> {
	const entries = await readdir(target).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : undefined));
	if (entries?.length === 0) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `--keep-changes ${folder} is ${entries ? 'a folder that is not empty' : 'not a folder'}.`,
		fix: 'Name a new folder.',
	});
}
