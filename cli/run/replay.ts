import { Command } from 'commander';
import { withOutputOptions } from '../agent/agent-options';
import type { AgentReplayOptions } from '../agent/agent-run';
import type { Session } from '../terminal/session';

export function replayCommand(session: Session): Command {
	const command = new Command('replay')
		.description(
			'Replays a run without asking a model or calling a tool. A stored one needs its texts: `troupe tenant set --run-content full`.',
		)
		.argument('<run>', 'the id of a run that has completed, or a file written by `--record`')
		.option('--agent <agent>', "the agent's id, or the path of its file; default: the one that ran");
	return withOutputOptions(command).action(async (run: string, options: Omit<AgentReplayOptions, 'run'>) => {
		const { runAgentReplay } = await import('../agent/agent-run');
		session.exitCode = await runAgentReplay({ run, ...options }, session.terminal);
	});
}
