import { Command, Option } from 'commander';
import { localeNames, personalDataTypes } from '../../core/guardrails/personal-data/types';
import { parseList } from '../terminal/options';
import { offsetsOption } from './offsets';
import type { MaskOptions, RestoreOptions, ScanOptions } from './pii-run';
import type { Session } from '../terminal/session';

const linesHelp = 'JSON lines {"id": …, "text": "…"}; default: standard input';

/** `troupe pii …`: definitions only. */
export function piiCommand(session: Session): Command {
	return new Command('pii')
		.description('Finds, masks and restores personal data: JSON lines in, JSON lines out.')
		.addCommand(scanCommand(session))
		.addCommand(maskCommand(session))
		.addCommand(restoreCommand(session));
}

const typesOption = () =>
	new Option('--types <types>', 'only these, separated by commas; default: all but PERSON').argParser(parseList(personalDataTypes));
const localesOption = () =>
	new Option('--locales <locales>', 'whose, separated by commas: intl, en, us, pt-BR; default: all').argParser(parseList(localeNames));

function scanCommand(session: Session): Command {
	return new Command('scan')
		.description('Says where personal data stands, never what it is: {"id", "spans": [{"type", "start", "end", "score"}]}.')
		.argument('[files...]', linesHelp)
		.addOption(typesOption())
		.addOption(localesOption())
		.addOption(offsetsOption())
		.action(async (files: string[], options: Omit<ScanOptions, 'files'>) => {
			const { runScan } = await import('./pii-run');
			session.exitCode = await runScan({ ...options, files }, session.terminal);
		});
}

function maskCommand(session: Session): Command {
	return new Command('mask')
		.description('Hides personal data: {"id", "text", "spans"}.')
		.argument('[files...]', linesHelp)
		.addOption(
			new Option('--mask <mask>', 'how; default: token with --conversation, else partial').choices(['partial', 'token', 'hash', 'redact']),
		)
		.option('-c, --conversation <id>', "keeps tokens and hashes in this conversation's vault, in TROUPE_HOME")
		.addOption(typesOption())
		.addOption(localesOption())
		.addOption(offsetsOption())
		.action(async (files: string[], options: Omit<MaskOptions, 'files'>) => {
			const { runMask } = await import('./pii-run');
			session.exitCode = await runMask({ ...options, files }, session.terminal);
		});
}

function restoreCommand(session: Session): Command {
	return new Command('restore')
		.description('Gives back what tokens of this conversation stand for, and of no other: {"id", "text"}.')
		.argument('[files...]', linesHelp)
		.requiredOption('-c, --conversation <id>', 'the conversation that they were masked in')
		.action(async (files: string[], options: Omit<RestoreOptions, 'files'>) => {
			const { runRestore } = await import('./pii-run');
			session.exitCode = await runRestore({ ...options, files }, session.terminal);
		});
}
