import { Command } from 'commander';
import type { AgentReplayOptions, AgentResumeOptions, AgentRunOptions } from './agent-run';
import type { AgentRunsOptions } from './agent-runs-run';
import type { Session } from '../terminal/session';

/** Declares `troupe agent …`. */
export function agentCommand(session: Session): Command {
	return new Command('agent')
		.description('Runs agents.')
		.addCommand(runCommand(session))
		.addCommand(resumeCommand(session))
		.addCommand(runsCommand(session))
		.addCommand(replayCommand(session))
		.addCommand(toolsCommand(session));
}

function runCommand(session: Session): Command {
	const command = new Command('run')
		.description('Answers one message as the agent would in n8n or in a process. Asks you when it needs a person.')
		.argument('<agent>', "the agent's id, with a version range for a published one (support@^1.2), or the path of its file")
		.requiredOption('-m, --message <text>', 'the message to answer')
		.option('-c, --conversation <id>', 'the conversation; its earlier turns are remembered', 'command-line')
		.option('-p, --person <name>', 'the person whose memories are recalled')
		.option('--image <file...>', 'images to send with the message: PNG, JPEG, WebP or GIF')
		.option('--dry-run', 'ask models, but list the tool calls instead of making them')
		.option('--record <file>', 'write the trail of the run to a file, for `troupe agent replay`');
	return withOutputOptions(command).action(async (agent: string, options: Omit<AgentRunOptions, 'agent'>) => {
		const { runAgentRun } = await import('./agent-run');
		session.exitCode = await runAgentRun({ agent, ...options }, session.terminal);
	});
}

function resumeCommand(session: Session): Command {
	const command = new Command('resume')
		.description('Continues a run that waits for a person. A run can be continued once.')
		.argument(
			'<run>',
			'the id of the run, as `troupe agent run` and `troupe agent runs` print it, or a file with the "state" of an outcome',
		)
		.option('--approve <id...>', 'approve these tool calls')
		.option('--decline <id...>', 'decline these tool calls')
		.option('--comment <text>', 'the reason for declining, for the agent')
		.option('--answer <id=text...>', 'answer these questions')
		.option('--agent <agent>', "the agent's id, or the path of its file; default: the one that the run began with")
		.option('--record <file>', 'write the trail of the run to a file, for `troupe agent replay`');
	return withOutputOptions(command).action(async (run: string, options: Omit<AgentResumeOptions, 'run'>) => {
		const { runAgentResume } = await import('./agent-run');
		session.exitCode = await runAgentResume({ run, ...options }, session.terminal);
	});
}

function runsCommand(session: Session): Command {
	return new Command('runs')
		.description('Lists the runs that wait for a person, without what they are about.')
		.option('--all-tenants', 'list those of all tenants')
		.option('--json', 'print one JSON document, {"runs"}')
		.action(async (options: AgentRunsOptions) => {
			const { runAgentRuns } = await import('./agent-runs-run');
			session.exitCode = await runAgentRuns(options, session.terminal);
		});
}

function replayCommand(session: Session): Command {
	const command = new Command('replay')
		.description('Replays a recorded run without asking a model or calling a tool.')
		.argument('<file>', 'a file written by `--record`')
		.option('--agent <agent>', "the agent's id, or the path of its file; default: the agent in the file");
	return withOutputOptions(command).action(async (file: string, options: Omit<AgentReplayOptions, 'file'>) => {
		const { runAgentReplay } = await import('./agent-run');
		session.exitCode = await runAgentReplay({ file, ...options }, session.terminal);
	});
}

function toolsCommand(session: Session): Command {
	return new Command('tools')
		.description('Lists what the MCP servers of an agent say about their tools, with the hashes that pin them.')
		.argument('<agent>', "the agent's id, or the path of its file")
		.option('--json', 'print one JSON document, with "pins" by server')
		.action(async (agent: string, options: { json?: boolean }) => {
			const { runAgentTools } = await import('./agent-tools-run');
			session.exitCode = await runAgentTools({ agent, ...options }, session.terminal);
		});
}

function withOutputOptions(command: Command): Command {
	return command
		.option('--json', 'print the whole outcome as one JSON document')
		.option('--events', 'print each step as a JSON line {"event"}, then {"outcome"}');
}
