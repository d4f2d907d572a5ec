import { Command } from 'commander';
import type { Level } from '../../sandbox/levels/level';
import { defaultLimits, leastMemoryMb, mostMemoryMb } from '../../sandbox/levels/limits';
import { wholeNumber, withKeys } from '../terminal/options';
import { capabilityOptions } from './capability-options';
import { networkOptions } from './network-options';
import { durationOption } from '../terminal/duration-option';
import type { Session } from '../terminal/session';
import { sandboxRunsCommand } from './runs/runs-commands';
import { sandboxAgentCommand, sandboxNodeCommand, sandboxProcessCommand, sandboxWorkflowCommand } from './definition-commands';
import { type CodeOptions, type ScriptOptions, levelOption, signsReport, timeoutRange } from './run-options';

/** Declares `troupe sandbox …`. */
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
