import { Command } from 'commander';
import { keepChangesOption, withOutputOptions } from '../agent/agent-options';
import type { AgentResumeOptions } from '../agent/agent-run';
import { withKeys } from '../terminal/options';
import type { Session } from '../terminal/session';

export function resumeCommand(session: Session): Command {
	const signs = 'sign the decisions about calls with the key of an author or approver in this folder';
	const command = withKeys(new Command('resume'), signs)
		.description('Continues a run that waits for a person. A run can be continued once.')
		.argument('<run>', 'the id of the run, as `troupe agent run` and `troupe run list` print it, or a file with the "state" of an outcome')
		.option('--approve <id=view...>', 'approve these tool calls, with the view that you read')
		.option('--decline <id...>', 'decline these tool calls')
		.option('--comment <text>', 'the reason for declining, for the agent')
		.option('--answer <id=text...>', 'answer these questions')
		.option('--agent <agent>', "the agent's id, or the path of its file; default: the one that the run began with")
		.option('--record <file>', 'write the trail of the run to a file, for `troupe run replay`')
		.addOption(keepChangesOption());
	return withOutputOptions(command).action(async (run: string, options: Omit<AgentResumeOptions, 'run'>) => {
		const { service } = session.terminal;
		if (service !== undefined) {
			const { resumeAtService } = await import('./resume-at-service');
			session.exitCode = await resumeAtService({ run, ...options }, service, session.terminal);
			return;
		}
		const { runAgentResume } = await import('../agent/agent-run');
		session.exitCode = await runAgentResume({ run, ...options }, session.terminal);
	});
}
