import { Command } from 'commander';
import type { AgentReplayOptions, AgentResumeOptions, AgentRunOptions } from './agent-run';
import type { Session } from '../terminal/session';

/** `troupe agent …`: definitions only. */
export function agentCommand(session: Session): Command {
	return new Command('agent')
		.description('Runs agents.')
		.addCommand(runCommand(session))
		.addCommand(resumeCommand(session))
		.addCommand(replayCommand(session));
}

function runCommand(session: Session): Command {
	const command = new Command('run')
		.description('Answers one message, as the agent would in n8n or in a process, and asks you where it needs a person.')
		.argument('<agent>', "the agent's id, with a range where it is published (support@^1.2), or the path of its file")
		.requiredOption('-m, --message <text>', 'what the customer says')
		.option('-c, --conversation <id>', 'what it is a part of: turns of the same id are remembered', 'command-line')
		.option('-p, --person <name>', 'whose conversation it is: what is remembered of them is recalled')
		.option('--image <file...>', 'images that belong to the message: PNG, JPEG, WebP, GIF')
		.option('--dry-run', 'asks models, and says which tools would be called in place of calling them')
		.option('--record <file>', 'keeps the trail of the run, for `troupe agent replay`');
	return showing(command).action(async (agent: string, options: Omit<AgentRunOptions, 'agent'>) => {
		const { runAgentRun: runAgentCommand } = await import('./agent-run');
		session.exitCode = await runAgentCommand({ agent, ...options }, session.terminal);
	});
}

function resumeCommand(session: Session): Command {
	const command = new Command('resume')
		.description('Goes on with a run that waits for a person, once.')
		.argument('<state>', 'the file that `troupe agent run` named, or one with the "state" of an outcome')
		.option('--approve <id...>', 'lets these calls go ahead')
		.option('--decline <id...>', 'refuses these calls')
		.option('--comment <text>', 'says to the agent why they are refused')
		.option('--answer <id=text...>', 'answers these questions')
		.option('--agent <agent>', "the agent's id, or the path of its file; default: as the file says")
		.option('--record <file>', 'keeps the trail of the run, for `troupe agent replay`');
	return showing(command).action(async (state: string, options: Omit<AgentResumeOptions, 'state'>) => {
		const { runAgentResume: resumeAgentCommand } = await import('./agent-run');
		session.exitCode = await resumeAgentCommand({ state, ...options }, session.terminal);
	});
}

function replayCommand(session: Session): Command {
	const command = new Command('replay')
		.description('Shows a recorded run once more, without asking a model or calling a tool.')
		.argument('<file>', 'what `--record` wrote')
		.option('--agent <agent>', "the agent's id, or the path of its file; default: as the file says");
	return showing(command).action(async (file: string, options: Omit<AgentReplayOptions, 'file'>) => {
		const { runAgentReplay: replayAgentCommand } = await import('./agent-run');
		session.exitCode = await replayAgentCommand({ file, ...options }, session.terminal);
	});
}

function showing(command: Command): Command {
	return command
		.option('--json', 'the whole outcome as one JSON document')
		.option('--events', 'each step as a JSON line {"event"}, then {"outcome"}');
}
