import { dirname, resolve } from 'node:path';
import type { AgentOutcome } from '../core/agents/agent-outcome';
import type { AgentReference, Host } from '../providers/compose';
import { admitCommand, openHost } from './host';
import { outcomeLines } from './outcome-text';
import type { ExitCode } from './report-error';
import type { Terminal } from './terminal';

export interface AgentRunOptions {
	/** An id, or a path: what holds a separator or ends in `.json`. */
	agent: string;
	message: string;
	conversation: string;
	json?: boolean;
}

/** Prints how the agent ended. A message that it declined or handed over is an answer too. */
export async function runAgentCommand(options: AgentRunOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	await admitCommand(host, 'agent run', terminal);
	const outcome = await answer(options, host, terminal.stop);
	if (options.json) terminal.print(JSON.stringify(outcome, null, '\t'));
	else for (const line of outcomeLines(outcome, terminal)) terminal.print(line);
	return 0;
}

async function answer(options: AgentRunOptions, host: Host, signal: AbortSignal): Promise<AgentOutcome> {
	const { composeAgent } = await import('../providers/compose');
	const { runAgent } = await import('../core/agents/run-agent');
	const reference = referenceOf(options.agent);
	// A file that the user names is allowed for being named; its folder is all it may read.
	const agentFolders = reference.kind === 'file' ? [dirname(reference.path)] : host.agentFolders;
	const parts = await composeAgent(reference, { ...host, agentFolders });
	return runAgent({ message: options.message, conversationId: options.conversation }, parts, signal);
}

function referenceOf(agent: string): AgentReference {
	const isPath = /[/\\]/.test(agent) || agent.endsWith('.json');
	return isPath ? { kind: 'file', path: resolve(agent) } : { kind: 'id', id: agent };
}
