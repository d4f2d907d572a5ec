import { Command } from 'commander';
import { decimalNumber, yesOption } from '../../terminal/options';
import type { RegistryOptions } from '../shared/open-registry';
import { ofRegistry, reasonOption } from '../shared/registry-options';
import type { TokenIssueOptions, TokenKeysOptions, TokenRevokeOptions } from './token-run';
import type { Session } from '../../terminal/session';

/** As manifests/registry/access/access-claims.ts has it: definitions load nothing. */
const longestHours = 90 * 24;

export function tokenCommand(session: Session): Command {
	const keys = new Command('keys')
		.description('Creates the key that signs access tokens, and the key set that the registry verifies them with (TROUPE_ACCESS_KEYS).')
		.option('--into <folder>', "the folder to write them to (default: access in Troupe's home)")
		.option('--rotate', 'add a key; tokens signed by earlier keys stay valid')
		.option('--replace', 'replace all keys; every issued token becomes invalid')
		.option('--json', 'print the result as one JSON document')
		.action(async (options: TokenKeysOptions) => {
			const { tokenKeysAction } = await import('./token-run');
			session.exitCode = await tokenKeysAction(options, session.terminal);
		});

	const issue = new Command('issue')
		.description('Prints an access token to a registry.')
		.option('--keys <folder>', "the folder of the key (default: access in Troupe's home)")
		.option('--tenant <name>', 'the tenant that it gives access to', 'default')
		.requiredOption('--subject <name>', 'the holder: a person or a machine')
		.requiredOption('--scopes <names>', 'its scopes, separated by commas: registry:read, registry:publish, …; all means every scope')
		.option('--hours <number>', `hours until it expires, at most ${longestHours}`, decimalNumber(0, longestHours), 24)
		.option('--json', 'print the result as one JSON document')
		.action(async (options: TokenIssueOptions) => {
			const { tokenIssueAction } = await import('./token-run');
			session.exitCode = await tokenIssueAction(options, session.terminal);
		});

	const list = ofRegistry(
		new Command('list').description('Lists the access tokens that the registry has seen: whose, until when, last used, revoked.'),
	).action(async (options: RegistryOptions) => {
		const { tokenListAction } = await import('./token-run');
		session.exitCode = await tokenListAction(options, session.terminal);
	});

	const revoke = ofRegistry(
		new Command('revoke')
			.description('Revokes an access token, or all tokens of a person or machine. On a terminal it asks first.')
			.argument('[token]', 'the id of a token, as shown by `token issue` and `token list`, or its file')
			.option('--subject <name>', 'all tokens of this person or machine that were issued so far')
			.addOption(reasonOption())
			.addOption(yesOption()),
	).action(async (target: string | undefined, options: TokenRevokeOptions) => {
		const { tokenRevokeAction } = await import('./token-run');
		session.exitCode = await tokenRevokeAction(target, options, session.terminal);
	});

	return new Command('token')
		.description('Access tokens to a registry.')
		.addCommand(keys)
		.addCommand(issue)
		.addCommand(list)
		.addCommand(revoke);
}
