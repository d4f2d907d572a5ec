import { Command, Option } from 'commander';
import { limitOption, ofTenant, wholeNumber, withJson } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { ListOptions, ProveOptions, VerifyOptions, CheckpointOptions } from './log-run';

/** Declares the commands that read the audit log of a tenant. */
export function logCommands(session: Session): Command[] {
	return [listCommand(session), verifyCommand(session), proveCommand(session), checkpointCommand(session), exportCommand(session)].map(
		(command) => ofTenant(command, session),
	);
}

const index = wholeNumber(0, Number.MAX_SAFE_INTEGER);

function listCommand(session: Session): Command {
	return withJson(
		new Command('list')
			.description('Lists entries of the audit log, the last ones first.')
			.addOption(new Option('--before <index>', 'only entries before this index').argParser(index))
			.addOption(limitOption('entries', 50, 1_000)),
	).action(async (options: ListOptions) => {
		const { runAuditList } = await import('./log-run');
		session.exitCode = await runAuditList(options, session.terminal);
	});
}

function verifyCommand(session: Session): Command {
	return withJson(
		new Command('verify')
			.description('Verifies every entry, tile and the checkpoint, and names the first bad index. Exit code 1: something is wrong.')
			.option('--against <file...>', 'checkpoints that you kept: the log must contain theirs'),
	).action(async (options: VerifyOptions) => {
		const { runAuditVerify } = await import('./log-run');
		session.exitCode = await runAuditVerify(options, session.terminal);
	});
}

function proveCommand(session: Session): Command {
	return new Command('prove')
		.description('Prints the receipt of an entry, a .tlog-proof, which others verify without this installation.')
		.argument('<index>', 'the index of the entry', index)
		.option('-o, --output <file>', 'writes it to this file')
		.action(async (at: number, options: ProveOptions) => {
			const { runAuditProve } = await import('./log-run');
			session.exitCode = await runAuditProve(at, options, session.terminal);
		});
}

function checkpointCommand(session: Session): Command {
	return new Command('checkpoint')
		.description('Gives entries that wait their index, and prints the signed checkpoint. Keep it where the installation cannot write.')
		.option('--key', 'prints the key that verifies it')
		.action(async (options: CheckpointOptions) => {
			const { runAuditCheckpoint } = await import('./log-run');
			session.exitCode = await runAuditCheckpoint(options, session.terminal);
		});
}

function exportCommand(session: Session): Command {
	return new Command('export')
		.description('Writes the log as files that others verify without this installation: checkpoint, tiles and entries.')
		.argument('<folder>', 'a new folder, or that of an earlier export, which is brought up to date')
		.action(async (folder: string) => {
			const { runAuditExport } = await import('./export-run');
			session.exitCode = await runAuditExport(folder, session.terminal);
		});
}
