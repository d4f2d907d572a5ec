import { Command } from 'commander';
import type * as Actions from './actions';
import type { DevelopOptions, SignOptions, VerifyOptions } from '../shared/package-options';
import type { Session } from '../../terminal/session';

const packageArgument = "the package's folder (default: the running package)";

/** Runs an action of manifest-actions.ts, loaded when it is chosen. */
async function run(session: Session, choose: (actions: typeof Actions) => Promise<0 | 1>): Promise<void> {
	session.exitCode = await choose(await import('./actions'));
}

export function signCommand(session: Session): Command {
	return new Command('sign')
		.description('Writes the manifest of a package folder, signed by the author.')
		.argument('[package]', packageArgument)
		.requiredOption('--keys <folder>', "the folder of the author's key")
		.option('--into <folder>', 'a trust folder: for an installed package of another author, which is not changed')
		.option('--covers <entries>', 'top-level entries that must not contain any other file, separated by commas; . is the whole folder', '.')
		.option('--agents <policy>', 'allow or deny agents that the package does not contain', 'allow')
		.option('--n8n <range>', 'the versions of n8n that it was made for, as information for people')
		.option('--permissions <file>', 'the list of what its code may use, such as `troupe sandbox run --discover` writes')
		.option('--days <number>', 'days until it expires', '3650')
		.option('--json', 'print the result as one JSON document')
		.action((folder: string | undefined, options: SignOptions) =>
			run(session, (actions) => actions.signAction(folder, options, session.terminal)),
		);
}

export function verifyCommand(session: Session): Command {
	return new Command('verify')
		.description('Checks whether a package is allowed to run: exits with 0 if it is, else 1.')
		.argument('[package]', packageArgument)
		.option('--manifest <manifest>', 'the required manifest: NAME@VERSION#HASH, or its SHA-256 (default: any approved one)')
		.option('--trust <folder>', "where the root is pinned (default: TROUPE_TRUST, else trust in Troupe's home)")
		.option('--json', 'print the result as one JSON document')
		.action((folder: string | undefined, options: VerifyOptions) =>
			run(session, (actions) => actions.verifyAction(folder, options, session.terminal)),
		);
}

export function developCommand(session: Session): Command {
	return new Command('develop')
		.description('Signs and approves a package under the development root of this machine, which is created if it is missing.')
		.argument('[package]', packageArgument)
		.option('--keys <folder>', 'the development keys (default: .troupe/development-keys in the package)')
		.option('--covers <entries>', 'as for sign (default: all; in a checkout bin,dist,package.json, because its node_modules holds tools)')
		.option('--json', 'print the result as one JSON document')
		.action((folder: string | undefined, options: DevelopOptions) =>
			run(session, (actions) => actions.developAction(folder, options, session.terminal)),
		);
}
