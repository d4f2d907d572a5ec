import { Command, Option } from 'commander';
import { decimalNumber, wholeNumber, withJson, withService, withTenant, yesOption } from '../terminal/options';
import { durationOption } from '../terminal/duration-option';
import type { Session } from '../terminal/session';
import type { KeyCreateOptions, KeyOptions, KeyRevokeOptions, KeyRotateOptions } from './key-run';

/** As service/access/keys/api-keys.ts has it: definitions load nothing. */
const minDays = 0.001;
const max = { days: 3_650, minutes: 1_440, rate: 1_000_000 };

export function keyCommand(session: Session): Command {
	const command = new Command('key')
		.description('API keys for `troupe serve`. They are stored beside the other state; every service on the same state knows them at once.')
		.addCommand(createCommand(session))
		.addCommand(listCommand(session))
		.addCommand(rotateCommand(session))
		.addCommand(revokeCommand(session))
		.addCommand(historyCommand(session));
	for (const each of command.commands) withService(each, session);
	return withTenant(command, session);
}

function createCommand(session: Session): Command {
	return withJson(
		new Command('create')
			.description('Creates a key and prints it, once. Only its SHA-256 is stored.')
			.argument('<name>', 'what the key is for, such as ci or n8n-1')
			.option('-r, --role <role>', 'viewer, editor, admin or owner')
			.option('-s, --scopes <names>', 'scopes, separated by commas, besides those of the role: process:work, metrics:read, …')
			.addOption(
				new Option('--days <number>', 'days until it expires (default: 90, or less by TROUPE_KEY_MAX_DAYS)')
					.argParser(decimalNumber(minDays, max.days))
					.conflicts('expiry'),
			)
			.addOption(
				new Option('--minutes <number>', 'minutes until it expires, for a single task: 15')
					.argParser(wholeNumber(1, max.minutes))
					.conflicts(['days', 'expiry']),
			)
			.option('--no-expiry', 'it never expires')
			.option('--allow-from <addresses>', 'addresses and networks that can use it, separated by commas: 10.0.0.0/8')
			.option('--reason <text>', 'what it is needed for; goes into the history of keys')
			.option('--rate <number>', 'max requests per minute, in place of the limits of the service', wholeNumber(1, max.rate)),
	).action(async (name: string, options: KeyCreateOptions) => {
		const { runKeyCreate } = await import('./key-run');
		session.exitCode = await runKeyCreate(name, options, session.terminal);
	});
}

function listCommand(session: Session): Command {
	return withJson(new Command('list').description('Lists the keys of a tenant: what for, until when, last use.')).action(
		async (options: KeyOptions) => {
			const { runKeyList } = await import('./key-run');
			session.exitCode = await runKeyList(options, session.terminal);
		},
	);
}

function rotateCommand(session: Session): Command {
	return withJson(
		new Command('rotate')
			.description('Creates the successor of a key, on the same terms, and prints it, once. The old key works until the overlap ends.')
			.argument('<key>', 'the id of the key, as `key list` shows it: trp_…')
			.addOption(durationOption('--overlap <duration>', 'how long the old key still works', ['0', '90d'], '24h')),
	).action(async (id: string, options: KeyRotateOptions) => {
		const { runKeyRotate } = await import('./key-run');
		session.exitCode = await runKeyRotate(id, options, session.terminal);
	});
}

function revokeCommand(session: Session): Command {
	return withJson(
		new Command('revoke')
			.description('Revokes a key. Every service on the same state refuses it from then on.')
			.argument('<key>', 'the id of the key, as `key list` shows it: trp_…')
			.option('--reason <text>', 'why; goes into the history of keys')
			.addOption(yesOption()),
	).action(async (id: string, options: KeyRevokeOptions) => {
		const { runKeyRevoke } = await import('./key-run');
		session.exitCode = await runKeyRevoke(id, options, session.terminal);
	});
}

function historyCommand(session: Session): Command {
	return withJson(new Command('history').description('Lists the changes of keys, the newest first: when, by whom, which key.')).action(
		async (options: KeyOptions) => {
			const { runKeyHistory } = await import('./key-run');
			session.exitCode = await runKeyHistory(options, session.terminal);
		},
	);
}
