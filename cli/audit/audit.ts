import { Command, Option } from 'commander';
import { limitOption, ofTenant, wholeNumber, withJson, withService } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { CheckpointOptions, ExportOptions, ListOptions, ProveOptions, VerifyOptions } from './log-run';

function logCommands(session: Session): Command[] {
	const here = [verifyCommand(session), proveCommand(session), checkpointCommand(session), tilesCommand(session)];
	const anywhere = [listCommand(session), exportCommand(session)].map((command) => withService(command, session));
	return [...anywhere, ...here].map((command) => ofTenant(command, session));
}

const index = wholeNumber(0, Number.MAX_SAFE_INTEGER);

const withFilters = (command: Command): Command =>
	command
		.option('--from <time>', 'only entries since, as ISO 8601 or a day')
		.option('--to <time>', 'only entries before')
		.option('--act <action>', 'only this action, or those that begin with it and a dot: api_key')
		.option('--who <name>', 'only of whom, such as user:ana')
		.option('--object <name>', 'only on what, by its name or kind')
		.option('--outcome <outcome>', 'only with this outcome: success, failure …')
		.addOption(new Option('--before <index>', 'only entries before this index').argParser(index));

function listCommand(session: Session): Command {
	return withJson(
		withFilters(new Command('list').alias('search').description('Lists entries of the audit log, the last ones first.')).addOption(
			limitOption('entries', 50, 1_000),
		),
	).action(async (options: ListOptions) => {
		const { runAuditList } = await import('./log-run');
		session.exitCode = await runAuditList(options, session.terminal);
	});
}

function exportCommand(session: Session): Command {
	return withFilters(new Command('export').description('Prints all entries, the last ones first, as JSON lines.'))
		.option('--csv', 'as CSV for spreadsheets')
		.action(async (options: ExportOptions) => {
			const { runAuditExport } = await import('./log-run');
			session.exitCode = await runAuditExport(options, session.terminal);
		});
}

function verifyCommand(session: Session): Command {
	return withJson(
		new Command('verify')
			.description('Verifies every entry, tile and the checkpoint, and names the first bad index. Exit code 1: something is wrong.')
			.option('--against <path...>', 'checkpoints that you kept, folders of exports, or anchors: the log must contain theirs')
			.addOption(
				new Option('--witnesses <count>', 'at least this many witnesses of TROUPE_AUDIT_WITNESSES cosigned the log').argParser(
					wholeNumber(1, 1_000),
				),
			),
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
		.option('--witnessed', 'prints the newest checkpoint that enough witnesses cosigned')
		.option(
			'--anchor [places...]',
			'keeps it there too: file:/srv/anchors.jsonl, git:/srv/anchors for a commit; default: TROUPE_AUDIT_ANCHORS',
		)
		.action(async (options: CheckpointOptions) => {
			const { runAuditCheckpoint } = await import('./log-run');
			session.exitCode = await runAuditCheckpoint(options, session.terminal);
		});
}

function tilesCommand(session: Session): Command {
	return new Command('tiles')
		.description('Writes the log as files that others verify without this installation: checkpoint, tiles and entries.')
		.argument('<folder>', 'a new folder, or that of an earlier export, which is brought up to date')
		.action(async (folder: string) => {
			const { runAuditTiles } = await import('./tiles-run');
			session.exitCode = await runAuditTiles(folder, session.terminal);
		});
}

export function auditCommand(session: Session): Command {
	const command = new Command('audit').description('The tamper-evident log of what people and the system did, and the proofs of it.');
	for (const each of logCommands(session)) command.addCommand(each);
	return command.addCommand(checkProofCommand(session));
}

function checkProofCommand(session: Session): Command {
	return new Command('check-proof')
		.description(
			'Checks Merkle proofs, JSON lines {"kind": "inclusion" or "consistency", …}. Exit code 0: all lines could be read, whatever they prove.',
		)
		.argument('[files...]', 'files of JSON lines; default, or -: standard input')
		.action(async (files: string[]) => {
			const { runCheckProof } = await import('./check-proof-run');
			session.exitCode = await runCheckProof(files, session.terminal);
		});
}
