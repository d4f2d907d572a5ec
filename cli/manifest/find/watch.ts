import { Command, Option } from 'commander';
import { ofRegistry } from '../shared/registry-options';
import type { AuditOptions, EventsOptions } from './watch-run';
import { limitOption, wholeNumber } from '../../terminal/options';
import type { Session } from '../../terminal/session';

export function auditCommand(session: Session): Command {
	const command = new Command('audit')
		.description('Shows who changed what in the registry, and which changes were refused.')
		.option('--action <name>', 'only this action, such as manifest.revoked')
		.option('--subject <who>', 'only of this person or machine')
		.option('--manifest <sha256>', 'only of this manifest')
		.addOption(limitOption('entries', 100, 1_000_000))
		.addOption(
			new Option('--check', 'check that nobody changed, added or removed entries of the audit log').conflicts([
				'action',
				'subject',
				'manifest',
			]),
		);
	return ofRegistry(command).action(async (options: AuditOptions) => {
		const { runAudit } = await import('./watch-run');
		session.exitCode = await runAudit(options, session.terminal);
	});
}

export function eventsCommand(session: Session): Command {
	const command = new Command('events')
		.description("Shows the registry's events.")
		.option('--follow', 'continue with new events until Ctrl-C')
		.addOption(new Option('--after <id>', 'only events newer than this one').argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER)));
	return ofRegistry(command).action(async (options: EventsOptions) => {
		const { runEvents } = await import('./watch-run');
		session.exitCode = await runEvents(options, session.terminal);
	});
}
