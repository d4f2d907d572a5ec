import { Command, Option } from 'commander';
import { localeNames, personalDataTypes } from '../../core/guardrails/personal-data/types';
import { parseList } from '../terminal/options';
import { offsetsOption } from './offsets';
import type { MaskOptions, RestoreOptions, ScanOptions } from './pii-run';
import type { Session } from '../terminal/session';

const linesHelp = 'JSON lines {"id": …, "text": "…"}; default: standard input';

export function piiCommand(session: Session): Command {
	return new Command('pii')
		.description('Finds, masks, restores personal data: JSON lines in and out.')
		.addCommand(scanCommand(session))
		.addCommand(maskCommand(session))
		.addCommand(restoreCommand(session));
}

const typesOption = () =>
	new Option('--types <types>', 'types to look for, separated by commas; default: all except PERSON').argParser(
		parseList(personalDataTypes),
	);
const localesOption = () =>
	new Option('--locales <locales>', 'locales to look for, separated by commas: intl, en, us, pt-BR; default: all').argParser(
		parseList(localeNames),
	);

function scanCommand(session: Session): Command {
	return new Command('scan')
		.description('Finds the positions of personal data, without its values: {"id", "spans": [{"type", "start", "end", "score"}]}.')
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
		.description('Masks personal data: {"id", "text", "spans"}.')
		.argument('[files...]', linesHelp)
		.addOption(
			new Option('--mask <mask>', 'the kind of mask; default: token with --conversation, otherwise partial').choices([
				'partial',
				'token',
				'hash',
				'redact',
			]),
		)
		.option('-c, --conversation <id>', "store tokens and hashes in this conversation's vault, in TROUPE_HOME")
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
		.description('Replaces the tokens of this conversation with their values: {"id", "text"}.')
		.argument('[files...]', linesHelp)
		.requiredOption('-c, --conversation <id>', 'the conversation in which the texts were masked')
		.action(async (files: string[], options: Omit<RestoreOptions, 'files'>) => {
			const { runRestore } = await import('./pii-run');
			session.exitCode = await runRestore({ ...options, files }, session.terminal);
		});
}
