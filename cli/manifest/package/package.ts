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
		.description('Writes the manifest of a package as it lies there, signed by the author.')
		.argument('[package]', packageArgument)
		.requiredOption('--keys <folder>', "the folder of the author's key")
		.option('--into <folder>', "a trust folder: for a package of somebody else's, as it is installed, which stays as it is")
		.option('--covers <entries>', 'top-level entries in which no other file may stand, with commas; . is all of the folder', '.')
		.option('--agents <policy>', 'allow or deny agents that the package does not hold', 'allow')
		.option('--n8n <range>', 'the versions of n8n it was made for, for people')
		.option('--days <number>', 'for how long it is good', '3650')
		.option('--json', 'the result as one JSON document')
		.action((folder: string | undefined, options: SignOptions) =>
			run(session, (actions) => actions.signAction(folder, options, session.terminal)),
		);
}

export function verifyCommand(session: Session): Command {
	return new Command('verify')
		.description('Says whether a package may run: exits 0 if so, 1 if not.')
		.argument('[package]', packageArgument)
		.option('--manifest <manifest>', 'the one that it has to be: NAME@VERSION#HASH, or its SHA-256 (default: any that is approved)')
		.option('--trust <folder>', "where the root is pinned (default: TROUPE_TRUST, else trust in Troupe's home)")
		.option('--json', 'the result as one JSON document')
		.action((folder: string | undefined, options: VerifyOptions) =>
			run(session, (actions) => actions.verifyAction(folder, options, session.terminal)),
		);
}

export function developCommand(session: Session): Command {
	return new Command('develop')
		.description('Signs and approves a package under a development root of this machine, made when there is none.')
		.argument('[package]', packageArgument)
		.option('--keys <folder>', 'the development keys (default: .troupe/development-keys in the package)')
		.option('--covers <entries>', 'as for sign', 'bin,dist,package.json')
		.option('--json', 'the result as one JSON document')
		.action((folder: string | undefined, options: DevelopOptions) =>
			run(session, (actions) => actions.developAction(folder, options, session.terminal)),
		);
}
