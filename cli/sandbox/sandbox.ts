import { Command } from 'commander';
import type { Level } from '../../sandbox/levels/level';
import { defaultLimits, leastMemoryMb, mostMemoryMb } from '../../sandbox/levels/limits';
import { factsHelp } from '../guardrails/facts-help';
import { targetOption, wholeNumber, withKeys } from '../terminal/options';
import type { AgentSandboxOptions } from './agent-run';
import { capabilityOptions } from './capability-options';
import { networkOptions } from './network-options';
import { durationOption } from '../terminal/duration-option';
import type { Session } from '../terminal/session';
import type { NodeSandboxOptions } from './node-run';
import type { ProcessSandboxOptions } from './process-run';
import { sandboxRunsCommand } from './runs/runs-commands';
import { type CodeOptions, type ScriptOptions, levelOption, signsReport, timeoutRange } from './run-options';
import type { WorkflowSandboxOptions } from './workflow-run';

/** Our own code needs more than most scripts. */
const programLimits = { memoryMb: 512, timeout: '2m' };

function sandboxAgentCommand(session: Session): Command {
	const command = new Command('agent')
		.description('Runs an agent: its models and tools answer from a recording, or as rules of this run allow.')
		.argument('<agent>', "the agent's id, with a version range for a published one (support@^1.2), or the path of its file")
		.requiredOption('-m, --message <text>', 'the message to answer')
		.option('-c, --conversation <id>', 'the conversation', 'sandbox')
		.option('-p, --person <name>', 'the person who writes')
		.option('--channel <name>', 'use the settings of this channel, as for the person or the conversation')
		.option('--facts <json>', factsHelp)
		.option('--approve', 'approve the calls that wait for a person');
	return withProgramOptions(command).action(async (agent: string, options: Omit<AgentSandboxOptions, 'agent'>) => {
		const { runAgentCommand } = await import('./agent-run');
		session.exitCode = await runAgentCommand({ agent, ...options }, session.terminal);
	});
}

function sandboxProcessCommand(session: Session): Command {
	const command = new Command('process')
		.description('Runs an instance on the embedded engine: agents as in run agent, requests by the rules, other jobs from a script.')
		.argument('<files...>', 'BPMN, DMN and form files, deployed together')
		.option('-v, --variables <json>', 'variables of the instance: a JSON object, or a file with one')
		.option('-s, --script <case.json>', 'a case whose steps answer other jobs, user tasks, messages and signals')
		.option('-p, --process <id>', 'the process to start, when the first file contains several')
		.addOption(targetOption('of the engine; default: the version of the model, otherwise 8.6'));
	return withProgramOptions(command).action(async (files: string[], options: Omit<ProcessSandboxOptions, 'files'>) => {
		const { runProcessCommand } = await import('./process-run');
		session.exitCode = await runProcessCommand({ files, ...options }, session.terminal);
	});
}

function sandboxNodeCommand(session: Session): Command {
	const command = new Command('node')
		.description("Runs one node with the operator's n8n: its requests are decided by the rules.")
		.argument('<type>', 'package, node and, if needed, version: n8n-nodes-base.httpRequest@4.2')
		.option('--parameters <file>', 'the parameters: a JSON object');
	return withProgramOptions(withNodeInput(command), 1024).action(async (node: string, options: Omit<NodeSandboxOptions, 'node'>) => {
		const { runNodeCommand } = await import('./node-run');
		session.exitCode = await runNodeCommand({ node, ...options }, session.terminal);
	});
}

function sandboxWorkflowCommand(session: Session): Command {
	const command = new Command('workflow')
		.description("Runs a workflow of n8n with the operator's n8n: its requests are decided by the rules.")
		.argument('<file>', 'the workflow, as n8n exports it')
		.option('--start <name>', 'the node that gets the items; default: the trigger');
	return withProgramOptions(withNodeInput(command), 1024).action(async (file: string, options: Omit<WorkflowSandboxOptions, 'file'>) => {
		const { runWorkflowCommand } = await import('./workflow-run');
		session.exitCode = await runWorkflowCommand({ file, ...options }, session.terminal);
	});
}

function withNodeInput(command: Command): Command {
	return command
		.option('--items <file>', 'a JSON list with the data of the items that the first node gets; default: one empty item')
		.option('--credentials <file>', 'the data of credentials by type, with ${NAME} in place of secrets');
}

function withProgramOptions(command: Command, memoryMb = programLimits.memoryMb): Command {
	for (const option of [...networkOptions(), ...capabilityOptions()]) command.addOption(option);
	withKeys(command, signsReport);
	return command
		.option('--case <name>', 'the recording in the file')
		.addOption(levelOption('the least level; on a machine that does not reach it, nothing runs'))
		.option('--memory <mb>', 'max memory of the process', wholeNumber(leastMemoryMb, mostMemoryMb), memoryMb)
		.addOption(durationOption('--timeout <duration>', 'max time of the run', timeoutRange, programLimits.timeout))
		.option('--json', 'print result, steps, level and report as one JSON document');
}

export function sandboxCommand(session: Session): Command {
	const run = new Command('run')
		.description('Runs untrusted code or a definition, isolated as far as this machine can.')
		.addCommand(scriptCommand(session))
		.addCommand(packageCommand(session))
		.addCommand(sandboxAgentCommand(session))
		.addCommand(sandboxProcessCommand(session))
		.addCommand(sandboxWorkflowCommand(session))
		.addCommand(sandboxNodeCommand(session));
	return new Command('sandbox')
		.description('Runs code that nobody has approved yet, and says how far it is isolated.')
		.addCommand(checkCommand(session))
		.addCommand(run)
		.addCommand(sandboxRunsCommand(session));
}

function checkCommand(session: Session): Command {
	return new Command('check')
		.description('Tries to break out of each level, and says what this machine can isolate. Exits with 1 if it does not reach --level.')
		.addOption(levelOption('the level that this machine has to reach'))
		.option('--json', 'print one JSON document')
		.action(async (options: { level: Level; json?: boolean }) => {
			const { runCheck } = await import('./check-run');
			session.exitCode = await runCheck(options, session.terminal);
		});
}

function scriptCommand(session: Session): Command {
	const command = new Command('script')
		.description(
			'Runs a JavaScript file without network, files and environment, except what is allowed here. Exits with 1 if it fails or exceeds a limit.',
		)
		.argument('<file>', 'a file that ends with .js, .cjs or .mjs; it cannot load other files')
		.addOption(levelOption('the least level; on a machine that does not reach it, nothing runs'))
		.option('--memory <mb>', 'max memory of the process', wholeNumber(leastMemoryMb, mostMemoryMb), defaultLimits.memoryMb)
		.addOption(durationOption('--timeout <duration>', 'max time of the run', timeoutRange, `${defaultLimits.timeMs / 1000}s`))
		.option('--input <file>', 'the standard input of the script')
		.option('--scratch <folder>', 'let the code read and write a private copy of this folder; --scratch= for an empty one')
		.option('--keep-changes <folder>', 'copy what it created and changed in the scratch folder to this one')
		.option('--json', 'print output, level and report as one JSON document')
		.action(async (file: string, options: ScriptOptions) => {
			const { runScriptCommand } = await import('./script-run');
			session.exitCode = await runScriptCommand({ ...options, file }, session.terminal);
		});
	for (const option of [...networkOptions(), ...capabilityOptions()]) command.addOption(option);
	withKeys(command, signsReport);
	return command;
}

function packageCommand(session: Session): Command {
	const command = new Command('package')
		.description(
			"Loads every node and credential type of a package of n8n's nodes, and prints what they say. Exits with 1 if one does not load.",
		)
		.argument(
			'<package>',
			'a folder, a tarball (.tgz), the name of one that n8n has installed, or NAME@VERSION, which npm fetches without running its scripts',
		)
		.addOption(levelOption('the least level; on a machine that does not reach it, nothing runs'))
		.option('--memory <mb>', 'max memory of the process', wholeNumber(leastMemoryMb, mostMemoryMb), 512)
		.addOption(durationOption('--timeout <duration>', 'max time of the run', timeoutRange, '1m'))
		.option('--json', 'print output, level and report as one JSON document')
		.action(async (name: string, options: CodeOptions) => {
			const { runPackageCommand } = await import('./package-run');
			session.exitCode = await runPackageCommand(name, options, session.terminal);
		});
	for (const option of [...networkOptions(), ...capabilityOptions()]) command.addOption(option);
	withKeys(command, signsReport);
	return command;
}
