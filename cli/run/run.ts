import { Command, Option } from 'commander';
import { recordedStates } from '../../core/ports/runs/run-records';
import type { AgentShowOptions } from '../agent/agent-show-run';
import {
	addressOption,
	decimalNumber,
	engineOption,
	limitOption,
	parseTime,
	withJson,
	withKeys,
	withService,
	withTenant,
	yesOption,
} from '../terminal/options';
import type { Session } from '../terminal/session';
import { replayCommand } from './replay';
import { resumeCommand } from './resume';
import type { RunCancelOptions } from './run-cancel-run';
import type { RunExportOptions } from './run-export-run';
import type { RunListOptions } from './run-list-run';
import type { RunToCaseOptions } from './run-to-case-run';

const atServices = new Set(['list', 'show', 'follow', 'cancel', 'resume', 'export', 'to-case']);

export function runCommand(session: Session): Command {
	const command = new Command('run')
		.description('Finds what agents and nodes of tasks did, on every host.')
		.addCommand(listCommand(session))
		.addCommand(showCommand(session))
		.addCommand(followCommand(session))
		.addCommand(cancelCommand(session))
		.addCommand(resumeCommand(session))
		.addCommand(exportCommand(session))
		.addCommand(replayCommand(session))
		.addCommand(toCaseCommand(session));
	for (const each of command.commands) if (atServices.has(each.name())) withService(each, session);
	return withTenant(command, session);
}

function listCommand(session: Session): Command {
	return withJson(
		withFilters(new Command('list'))
			.description('Lists runs, the last one first: agent, host, state, outcome, time and cost; nothing of what was said.')
			.addOption(limitOption('runs', 50, 10_000)),
	).action(async (options: RunListOptions) => {
		const { runRunList } = await import('./run-list-run');
		session.exitCode = await runRunList(options, session.terminal);
	});
}

function exportCommand(session: Session): Command {
	return withFilters(new Command('export'))
		.description('Writes all runs as JSON lines, the last one first: what `list --json` says of each.')
		.option('--csv', 'write CSV in place of JSON lines')
		.addOption(
			new Option('--steps', 'write the stored steps of each run too, as `show --json` says them; of one tenant').conflicts([
				'csv',
				'allTenants',
			]),
		)
		.action(async (options: RunExportOptions) => {
			const { runRunExport } = await import('./run-export-run');
			session.exitCode = await runRunExport(options, session.terminal);
		});
}

function followCommand(session: Session): Command {
	return new Command('follow')
		.description(
			'Prints the steps of a run as they are stored, until it ends. Exit code 1: it failed, was cancelled, or its process ended.',
		)
		.argument('<run>', 'the id of the run')
		.option('--json', 'print each step as a JSON line, and the run as the last one')
		.action(async (run: string, options: { json?: boolean }) => {
			const { runRunFollow } = await import('./run-follow-run');
			session.exitCode = await runRunFollow(run, options, session.terminal);
		});
}

function cancelCommand(session: Session): Command {
	return withJson(new Command('cancel'))
		.description(
			'Ends a run for good, on whichever machine it is: nobody can continue it, and no host begins it again. Exit code 1: it has ended.',
		)
		.argument('<run>', 'the id of the run')
		.requiredOption('--reason <text>', 'the reason, for the log and for whoever asked')
		.addOption(yesOption())
		.action(async (run: string, options: RunCancelOptions) => {
			const { runRunCancel } = await import('./run-cancel-run');
			session.exitCode = await runRunCancel(run, options, session.terminal);
		});
}

function toCaseCommand(session: Session): Command {
	return new Command('to-case')
		.description('Adds a run to an evaluation set as a case: its message, what its tools answered, and what is expected.')
		.argument('<run>', 'the id of the run')
		.requiredOption('--set <file>', 'the file of the set, which is created where it does not exist')
		.option('--expect <text>', 'what the answer should have been, for a model that judges; default: the run ends in the same way')
		.option('--name <text>', 'the name of the case; default: "run" and the id')
		.action(async (run: string, options: RunToCaseOptions) => {
			const { runRunToCase } = await import('./run-to-case-run');
			session.exitCode = await runRunToCase(run, options, session.terminal);
		});
}

function withFilters(command: Command): Command {
	return command
		.addOption(new Option('--state <state>', 'only runs in this state').choices(recordedStates))
		.option('--agent <id>', 'only runs of this agent')
		.option('--version <version>', 'only runs of this version of the agent')
		.option('--host <name>', 'only runs on this host, such as n8n, worker, channel or cli')
		.option('--by <name>', 'only runs that this one asked for, such as mcp:key:k1')
		.option('--workflow <id>', 'only runs of this workflow of n8n')
		.option('--execution <id>', 'only runs of this execution of n8n')
		.option('--channel <name>', 'only runs that answered on this channel')
		.option('--process <id>', 'only runs for jobs of this process')
		.option('--instance <key>', 'only runs for jobs of this process instance')
		.option('--element <id>', 'only runs for jobs of this element')
		.option('--key <id>', 'only runs that the caller with this API key asked for')
		.option('--trace <id>', 'only runs of this trace, whose id has 32 hex digits')
		.option('--node <type>', 'only tasks of nodes of n8n of this type, such as n8n-nodes-base.slack')
		.option('--sandbox <kind>', 'only runs of the sandbox of this kind, such as script')
		.option('--caller <run>', 'only runs of agents that this run called, or that ran in this run of the sandbox')
		.option('--evaluation <set>', 'only runs of cases of this evaluation set')
		.option('--case <name>', 'only runs of the case with this name')
		.option('--conversation <id>', 'only runs of this conversation; of one tenant')
		.option('--contact <id>', 'only runs for this person; of one tenant')
		.option('--tool <name>', 'only runs that called this tool; of one tenant')
		.option('--searched <collection>', 'only runs that searched this collection; of one tenant')
		.option('--unanswered <collection>', 'only runs that searched this collection, which had no answer; of one tenant')
		.option('--error <words>', 'only runs that ended with an error with these words, in any order; of one tenant')
		.option('--outcome <name>', 'only runs with this outcome, reason or error, such as not-covered or MODEL_UNAVAILABLE')
		.option('--min-cost <dollars>', 'only runs that cost this much or more, in US dollars; with --from', decimalNumber(0, 1_000_000))
		.option('--from <time>', 'only runs that began since, as ISO 8601', parseTime)
		.option('--to <time>', 'only runs that began before, as ISO 8601', parseTime)
		.addOption(
			new Option('--all-tenants', 'those of all tenants').conflicts(['tool', 'searched', 'unanswered', 'error', 'contact', 'conversation']),
		);
}

export function showCommand(session: Session): Command {
	return withKeys(new Command('show'), 'print the same JSON, signed with the key of an author or approver in this folder (JWS)')
		.description('Shows a run: its steps with tokens and cost, how it ended, or what it waits for.')
		.argument('<run>', 'the id of the run')
		.option('--diagram <file>', "write a page with the diagram of the run's process: its element, the way of the instance, and its runs")
		.option('--file <model>', 'the BPMN model of --diagram; default: as the engine has it')
		.addOption(engineOption('the engine of TROUPE_HOME, or of the service, for --diagram'))
		.addOption(addressOption())
		.option('--reveal', 'show its texts whole, where the tenant keeps them so; noted in the audit log with the reason')
		.option('--reason <text>', 'the reason of --reveal')
		.option('--json', 'print one JSON document')
		.action(async (run: string, options: Omit<AgentShowOptions, 'run'>) => {
			const { runAgentShow } = await import('../agent/agent-show-run');
			session.exitCode = await runAgentShow({ run, ...options }, session.terminal);
		});
}
