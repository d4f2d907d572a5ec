import { keepChangesOption, withOutputOptions } from './agent-options';
import { factsHelp } from '../guardrails/facts-help';
import { asOption } from '../knowledge/as-option';
import { Command, Option } from 'commander';
import type { AgentCheckOptions } from './agent-check-run';
import type { AgentValidateOptions } from './agent-list-run';
import type { AgentNewOptions } from './agent-new-run';
import type { AgentRunOptions } from './agent-run';
import type { AgentRunsOptions } from './agent-runs-run';
import { replayCommand } from '../run/replay';
import { resumeCommand } from '../run/resume';
import { showCommand } from '../run/run';
import { limitOption, withService } from '../terminal/options';
import type { Session } from '../terminal/session';
import { agentTemplateNames, findTemplate } from './templates';

export function agentCommand(session: Session): Command {
	return new Command('agent')
		.description('Creates, checks and runs agents.')
		.addCommand(newCommand(session))
		.addCommand(listCommand(session))
		.addCommand(validateCommand(session))
		.addCommand(checkCommand(session))
		.addCommand(schemaCommand(session))
		.addCommand(runCommand(session))
		.addCommand(resumeCommand(session).description('The same as `troupe run resume`.'))
		.addCommand(runsCommand(session))
		.addCommand(showCommand(session).description('The same as `troupe run show`.'))
		.addCommand(replayCommand(session).description('The same as `troupe run replay`.'))
		.addCommand(toolsCommand(session));
}

function newCommand(session: Session): Command {
	return new Command('new')
		.description('Creates an agent from a template: its definition, and the schema that editors check it with.')
		.argument('<id>', 'the id of the agent: lower-case letters, digits and hyphens')
		.addOption(templateOption())
		.option('--into <folder>', 'the folder to create it in; default: the first of TROUPE_AGENTS, else agents in TROUPE_HOME')
		.option('--name <text>', 'its name')
		.option('--purpose <text>', 'what it does, in one sentence')
		.option('--prompt <text>', 'its system prompt')
		.action(async (id: string, options: Omit<AgentNewOptions, 'id'>) => {
			const { runAgentNew } = await import('./agent-new-run');
			session.exitCode = await runAgentNew({ id, ...options }, session.terminal);
		});
}

function templateOption(): Option {
	const described = agentTemplateNames.map((name) => `${name} (${findTemplate(name).description})`);
	return new Option('--template <name>', `what it starts from: ${described.join('; ')}`).choices(agentTemplateNames).default('chat');
}

function listCommand(session: Session): Command {
	return new Command('list')
		.description('Lists the agents of the agent folders, of the package and of the registry.')
		.option('--json', 'print one JSON document, {"agents"}')
		.action(async (options: { json?: boolean }) => {
			const { runAgentList } = await import('./agent-list-run');
			session.exitCode = await runAgentList(options, session.terminal);
		});
}

function validateCommand(session: Session): Command {
	return withService(new Command('validate'), session)
		.description('Checks definitions without running them, and what this machine lacks for them. Exits with 1 if an agent cannot run.')
		.argument('[agent...]', 'ids, or paths of files; default: all agents in the agent folders')
		.option('--json', 'print one JSON document, {"agents"}')
		.action(async (agents: string[], options: Omit<AgentValidateOptions, 'agents'>) => {
			const { runAgentValidate } = await import('./agent-list-run');
			session.exitCode = await runAgentValidate({ agents, ...options }, session.terminal);
		});
}

function checkCommand(session: Session): Command {
	return new Command('check')
		.description(
			'Shows which texts of others reach which calls of an agent, and what stands between. Exits with 1 if a call can be ordered with nothing between.',
		)
		.argument('[agent...]', 'ids, or paths of files; default: all agents in the agent folders')
		.addOption(new Option('--json', 'print one JSON document, {"agents"}').conflicts(['sarif', 'svg']))
		.addOption(new Option('--sarif', 'print the findings as SARIF 2.1.0').conflicts('svg'))
		.option('--svg', 'print the picture of one agent')
		.action(async (agents: string[], options: Omit<AgentCheckOptions, 'agents'>) => {
			const { runAgentCheck } = await import('./agent-check-run');
			session.exitCode = await runAgentCheck({ agents, ...options }, session.terminal);
		});
}

function schemaCommand(session: Session): Command {
	return new Command('schema')
		.description('Prints the JSON schema of agent definitions, which editors complete and check a definition with.')
		.action(async () => {
			const { runAgentSchema } = await import('./agent-new-run');
			session.exitCode = await runAgentSchema(session.terminal);
		});
}

function runCommand(session: Session): Command {
	const command = new Command('run')
		.description('Answers one message as the agent would in n8n or in a process. Asks you when it needs a person.')
		.argument('<agent>', "the agent's id, with a version range for a published one (support@^1.2), or the path of its file")
		.requiredOption('-m, --message <text>', 'the message to answer')
		.option('-c, --conversation <id>', 'the conversation; its earlier turns are remembered', 'command-line')
		.option('-p, --person <name>', 'the person whose memories are recalled')
		.addOption(asOption())
		.option('--channel <name>', 'answer with the settings of this channel, as it would answer the person or the conversation')
		.option('--facts <json>', factsHelp)
		.option('--image <file...>', 'images to send with the message: PNG, JPEG, WebP or GIF')
		.option('--dry-run', 'ask models, but list the tool calls instead of making them')
		.option('-y, --yes', yesHelp)
		.option('--record <file>', 'write the trail of the run to a file, for `troupe run replay`')
		.addOption(keepChangesOption());
	return withOutputOptions(command).action(async (agent: string, options: Omit<AgentRunOptions, 'agent'>) => {
		const { runAgentRun } = await import('./agent-run');
		session.exitCode = await runAgentRun({ agent, ...options }, session.terminal);
	});
}

function runsCommand(session: Session): Command {
	return withService(new Command('runs'), session)
		.description('Lists the runs that wait for a person: who decides until when, and what happens then. Not what they are about.')
		.option('--all', 'the same as `troupe run list`')
		.option('--check', 'check instead that the steps of all stored runs are as they were recorded')
		.addOption(limitOption('runs, with --all', 50))
		.option('--all-tenants', 'list those of all tenants')
		.option('--json', 'print one JSON document, {"runs"}')
		.action(async (options: AgentRunsOptions) => {
			const { runAgentRuns } = await import('./agent-runs-run');
			session.exitCode = await runAgentRuns(options, session.terminal);
		});
}

function toolsCommand(session: Session): Command {
	return new Command('tools')
		.description('Lists what the MCP servers of an agent say about their tools, with the hashes that pin them.')
		.argument('<agent>', "the agent's id, or the path of its file")
		.option('--pin', 'write the pins into the file of the agent')
		.option('--json', 'print one JSON document, with "pins" by server')
		.option('-y, --yes', yesHelp)
		.action(async (agent: string, options: { json?: boolean; yes?: boolean; pin?: boolean }) => {
			const { runAgentTools } = await import('./agent-tools-run');
			session.exitCode = await runAgentTools({ agent, ...options }, session.terminal);
		});
}

const yesHelp = 'start the programs of the agent without asking';
