import type { AgentRequest } from '../../core/agents/agent-request';
import { hostFor, toAgentReference } from '../../providers/compose/agents/agent-reference';
import { outcomeLines } from '../agent/lines/outcome-lines';
import { readFacts } from '../guardrails/read-facts';
import { findSettings } from '../../service/channels/find-settings';
import { admitCommand, openHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { explainMissingModel } from './describe/explain-missing-model';
import { agentProgram } from '../../sandbox/kinds/inside/programs';
import { type AgentResult, prepareAgent } from '../../sandbox/kinds/agent';
import { type ProgramOptions, runProgram } from './run-program';

export interface AgentSandboxOptions extends ProgramOptions {
	/** An id, or a path: text with a path separator or the ending `.json`. */
	agent: string;
	message: string;
	conversation: string;
	person?: string;
	/** Whose settings count. */
	channel?: string;
	facts?: string;
	/** Approves calls that wait for a person. */
	approve?: boolean;
}

/**
 * Runs an agent in the sandbox, prints its answer, and how each request to a model or a tool was answered.
 * @param program as built; in a checkout, tests name their own
 */
export async function runAgentCommand(
	options: AgentSandboxOptions,
	terminal: Terminal,
	open = openHost,
	program = agentProgram,
): Promise<ExitCode> {
	const host = await open(terminal);
	const manifest = await admitCommand(host, 'sandbox run agent', terminal);
	const reference = toAgentReference(options.agent);
	const { channel } = options;
	const settingValues = channel === undefined ? undefined : await findSettings(host, channel, options);
	const agent = { reference, request: await readRequest(options), approves: options.approve === true };
	return runProgram<AgentResult>(
		await prepareAgent(agent, { host: { ...hostFor(reference, host), settingValues }, manifest, program }),
		{
			show: ({ agent: outcome }) => outcomeLines(outcome, terminal).forEach((line) => terminal.print(line)),
			warn: ({ agent: outcome }) => explainMissingModel(outcome, options.replay),
		},
		options,
		terminal,
	);
}

async function readRequest({ message, conversation: conversationId, person, facts: text }: AgentSandboxOptions): Promise<AgentRequest> {
	const facts = await readFacts(text);
	return { message, conversationId, ...(person !== undefined && { person }), ...(facts && { facts }) };
}
