import { Command } from 'commander';
import { decimalNumber } from '../../terminal/options';
import type { TokenIssueOptions, TokenKeysOptions } from './token-run';
import type { Session } from '../../terminal/session';

/** As manifests/registry/access/access-claims.ts has it: definitions load nothing. */
const longestHours = 90 * 24;

/** `troupe manifest token …`: definition only. */
export function tokenCommand(session: Session): Command {
	const keys = new Command('keys')
		.description('Makes the key that signs access tokens, and the key set by which the registry knows them (TROUPE_ACCESS_KEYS).')
		.option('--into <folder>', "where to put them (default: access in Troupe's home)")
		.option('--rotate', 'a further key: tokens of the ones before stay good')
		.option('--force', 'this key only: every token that was issued is void')
		.option('--json', 'the result as one JSON document')
		.action(async (options: TokenKeysOptions) => {
			const { tokenKeysAction } = await import('./token-run');
			session.exitCode = await tokenKeysAction(options, session.terminal);
		});

	const issue = new Command('issue')
		.description('Prints an access token to a registry.')
		.option('--keys <folder>', "the folder of the key (default: access in Troupe's home)")
		.option('--tenant <name>', 'whose documents it opens', 'default')
		.requiredOption('--subject <name>', 'who holds it: a person or a machine')
		.requiredOption('--scopes <names>', 'what it lets its bearer do, with commas: registry:read, registry:publish, …; all is every one')
		.option('--hours <number>', `for how long it is good, at most ${longestHours}`, decimalNumber(0, longestHours), 24)
		.option('--json', 'the result as one JSON document')
		.action(async (options: TokenIssueOptions) => {
			const { tokenIssueAction } = await import('./token-run');
			session.exitCode = await tokenIssueAction(options, session.terminal);
		});

	return new Command('token').description('Access tokens to a registry.').addCommand(keys).addCommand(issue);
}
