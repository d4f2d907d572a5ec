import { Command, InvalidArgumentError, Option } from 'commander';
import { type Role, roles } from '../../../manifests/documents/documents';
import type { CreateOptions, RotateOptions, ShowOptions, SignRootOptions } from './keys-run';
import type * as Actions from './keys-run';
import type { PublishRootOptions } from './publish-root';
import { ofRegistry } from '../shared/registry-options';
import { wholeNumber, yesOption } from '../../terminal/options';
import type { ExitCode } from '../../terminal/report-error';
import type { Session } from '../../terminal/session';

export function keysCommand(session: Session): Command {
	const run = async (choose: (actions: typeof Actions) => Promise<ExitCode>) => {
		session.exitCode = await choose(await import('./keys-run'));
	};
	const { terminal } = session;

	const create = new Command('create')
		.description(
			'Creates a key pair for each role, and the root that names them; with --role, one key pair for a later edition of the root. The private keys are encrypted with TROUPE_KEY_PASSPHRASE, or with a passphrase that the command asks for.',
		)
		.option('--into <folder>', "the folder to write them to (default: keys in Troupe's home)")
		.option('--root-keys <number>', 'the number of root keys (default: 1)', wholeNumber(1, 16))
		.option('--threshold <number>', 'how many of them must sign an edition (default: 1)', wholeNumber(1, 16))
		.option('--author <owner>', 'a person who gets a key as an author; can be repeated', collect, [])
		.option('--approver <owner>', 'a person who gets a key as an approver; can be repeated', collect, [])
		.option('--approvals <number>', 'how many approvals a manifest needs (default: 1)', wholeNumber(1, 16))
		.addOption(new Option('--role <role>', 'create one key pair of this role only').choices(roles))
		.option('--owner <owner>', 'with --role: the owner of the key')
		.option('--development', 'a development root, for this machine only')
		.option('--replace', 'overwrite existing keys, which are lost')
		.option('--json', 'print the result as one JSON document')
		.action((options: CreateOptions) => run((actions) => actions.createKeysAction(options, terminal)));

	const rotate = new Command('rotate')
		.description('Writes the next edition of a root, with other keys or thresholds, signed by the root keys in --keys.')
		.requiredOption('--root <file>', 'the current edition')
		.requiredOption('--output <file>', 'the file to write the next edition to')
		.option('--keys <folder>', 'the folder of root keys to sign with; without it, the edition is not signed')
		.option('--add <file>', 'a public key that `keys create --role` wrote next to the private one; can be repeated', collect, [])
		.option('--retire <kid>', 'a key that signs nothing new; what it signed stays valid; can be repeated', collect, [])
		.option('--remove <kid>', 'a key to remove, with all that it signed; can be repeated', collect, [])
		.option('--revoke <kid>', 'a key to revoke permanently; can be repeated', collect, [])
		.option('--threshold <role=number>', 'how many root or approver keys must sign; can be repeated', collectThreshold, {})
		.option('--days <number>', 'days until the next edition expires', wholeNumber(1, 36_500), 3650)
		.option('--json', 'print the result as one JSON document')
		.action((options: RotateOptions) => run((actions) => actions.rotateAction(options, terminal)));

	const signRoot = new Command('sign-root')
		.description('Adds signatures of root keys to an edition, and shows how many are missing. Exits with 0 if none is missing, else 1.')
		.argument('<file>', 'the edition, with or without signatures of others')
		.requiredOption('--keys <folder>', 'the folder of root keys')
		.option('--key <name>', 'the key to sign with (default: all of them)')
		.option('--previous <file>', 'the previous edition, whose threshold must also be met')
		.option('--json', 'print the result as one JSON document')
		.action((file: string, options: SignRootOptions) => run((actions) => actions.signRootAction(file, options, terminal)));

	const publish = ofRegistry(
		new Command('publish')
			.description(
				'Publishes a new edition of the root to the registry after it has all its signatures. Needs a token with registry:admin.',
			)
			.argument('<file>', 'the edition')
			.option('--dry-run', 'only tell what would stop: exits 0 when nothing would, else 1')
			.addOption(yesOption()),
	).action(async (file: string, options: PublishRootOptions) => {
		const { publishRootAction } = await import('./publish-root');
		session.exitCode = await publishRootAction(file, options, terminal);
	});

	const show = new Command('show')
		.description('Lists the keys of a root by role and owner, or the public halves of the keys in a folder.')
		.argument('[root or folder]', "a root, or a folder of keys (default: keys in Troupe's home)")
		.option('--json', 'print the result as one JSON document')
		.action((target: string | undefined, options: ShowOptions) => run((actions) => actions.showAction(target, options, terminal)));

	return new Command('keys')
		.description('Creates keys, and the editions of the root that name them.')
		.addCommand(create)
		.addCommand(rotate)
		.addCommand(signRoot)
		.addCommand(publish)
		.addCommand(show);
}

const collect = (value: string, before: string[]): string[] => [...before, value];

function collectThreshold(text: string, before: Partial<Record<Role, number>>): Partial<Record<Role, number>> {
	const [, role, number] = /^(root|approver)=(\d{1,2})$/.exec(text) ?? [];
	if (role === undefined) throw new InvalidArgumentError('Expected root=NUMBER or approver=NUMBER.');
	return { ...before, [role]: wholeNumber(1, 16)(number ?? '') };
}
