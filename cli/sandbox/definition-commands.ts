import { Command } from 'commander';
import { leastMemoryMb, mostMemoryMb } from '../../sandbox/levels/limits';
import { factsHelp } from '../guardrails/facts-help';
import { targetOption, wholeNumber, withKeys } from '../terminal/options';
import { durationOption } from '../terminal/duration-option';
import type { Session } from '../terminal/session';
import type { AgentSandboxOptions } from './agent-run';
import type { NodeSandboxOptions } from './node-run';
import type { ProcessSandboxOptions } from './process-run';
import type { WorkflowSandboxOptions } from './workflow-run';
import { capabilityOptions } from './capability-options';
import { networkOptions } from './network-options';
import { levelOption, signsReport, timeoutRange } from './run-options';

/** Our own code needs more than most scripts. */
const programLimits = { memoryMb: 512, timeout: '2m' };

/** Declares `troupe sandbox run agent`. */
export function sandboxAgentCommand(session: Session): Command {
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

/** Declares `troupe sandbox run process`. */
export function sandboxProcessCommand(session: Session): Command {
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

/** Declares `troupe sandbox run node`. */
export function sandboxNodeCommand(session: Session): Command {
	const command = new Command('node')
		.description("Runs one node with the operator's n8n: its requests are decided by the rules.")
		.argument('<type>', 'package, node and, if needed, version: n8n-nodes-base.httpRequest@4.2')
		.option('--parameters <file>', 'the parameters: a JSON object');
	return withProgramOptions(withNodeInput(command), 1024).action(async (node: string, options: Omit<NodeSandboxOptions, 'node'>) => {
		const { runNodeCommand } = await import('./node-run');
		session.exitCode = await runNodeCommand({ node, ...options }, session.terminal);
	});
}

/** Declares `troupe sandbox run workflow`. */
export function sandboxWorkflowCommand(session: Session): Command {
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
