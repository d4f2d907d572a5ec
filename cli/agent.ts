import { Command } from 'commander';
import type { Session } from './session';

/** `troupe agent run`: definition only. */
export function agentCommand(session: Session): Command {
	const run = new Command('run')
		.description('Answers one message, as the agent would in n8n or in a process.')
		.argument('<agent>', "the agent's id, or the path of its file")
		.requiredOption('-m, --message <text>', 'what the customer says')
		.option('-c, --conversation <id>', 'what it is a part of: turns of the same id are remembered', 'command-line')
		.option('--json', 'the whole outcome as one JSON document')
		.action(async (agent: string, options: { message: string; conversation: string; json?: boolean }) => {
			const { runAgentCommand } = await import('./agent-run');
			session.exitCode = await runAgentCommand({ agent, ...options }, session.terminal);
		});
	return new Command('agent').description('Runs agents.').addCommand(run);
}
