import { Command, InvalidArgumentError, Option } from 'commander';
import { roles, type Role } from '../../../manifests/documents/documents';
import type { CreateOptions, RotateOptions, ShowOptions, SignRootOptions } from './keys-run';
import type * as Actions from './keys-run';
import type { PublishRootOptions } from './publish-root';
import { ofRegistry, yesOption } from '../shared/registry-options';
import { wholeNumber } from '../../terminal/options';
import type { ExitCode } from '../../terminal/report-error';
import type { Session } from '../../terminal/session';

/** `troupe manifest keys …`: definitions only. */
export function keysCommand(session: Session): Command {
	const run = async (choose: (actions: typeof Actions) => Promise<ExitCode>) => {
		session.exitCode = await choose(await import('./keys-run'));
	};
	const { terminal } = session;

	const create = new Command('create')
		.description(
			'Makes a key pair for each role and the root that names them; with --role, one key pair for a later edition of the root. The private keys are encrypted with TROUPE_KEY_PASSPHRASE, or a passphrase that is asked for.',
		)
		.option('--into <folder>', "where to put them (default: keys in Troupe's home)")
		.option('--root-keys <number>', 'how many root keys (default: 1)', wholeNumber(1, 16))
		.option('--threshold <number>', 'how many of them have to sign an edition (default: 1)', wholeNumber(1, 16))
		.option('--author <owner>', 'who gets a key of an author; may be given again', collect, [])
		.option('--approver <owner>', 'who gets a key of an approver; may be given again', collect, [])
		.option('--approvals <number>', 'how many approvals a manifest needs (default: 1)', wholeNumber(1, 16))
		.addOption(new Option('--role <role>', 'make one key pair of this role only').choices(roles))
		.option('--owner <owner>', 'with --role: who holds it')
		.option('--development', 'a root that nobody vouches for, for this machine')
		.option('--force', 'lose the keys that are there')
		.option('--json', 'the result as one JSON document')
		.action((options: CreateOptions) => run((actions) => actions.createKeysAction(options, terminal)));

	const rotate = new Command('rotate')
		.description('Writes the next edition of a root, with other keys or thresholds, signed by the root keys that are at hand.')
		.requiredOption('--root <file>', 'the edition that is trusted now')
		.requiredOption('--out <file>', 'where the next one goes')
		.option('--keys <folder>', 'root keys to sign with; without it nothing is signed')
		.option('--add <file>', 'a public key, as `keys create --role` writes it beside the private one; may be given again', collect, [])
		.option('--remove <kid>', 'a key to take out; may be given again', collect, [])
		.option('--revoke <kid>', 'a key to take out for good; may be given again', collect, [])
		.option('--threshold <role=number>', 'how many of the keys of root or approver have to sign; may be given again', collectThreshold, {})
		.option('--days <number>', 'for how long the next edition is good', wholeNumber(1, 36_500), 3650)
		.option('--json', 'the result as one JSON document')
		.action((options: RotateOptions) => run((actions) => actions.rotateAction(options, terminal)));

	const signRoot = new Command('sign-root')
		.description('Adds the signatures of the root keys at hand to an edition, and says how many are missing: exits 0 when none is, else 1.')
		.argument('<file>', 'the edition, signed by others or not signed yet')
		.requiredOption('--keys <folder>', 'the folder of root keys')
		.option('--key <name>', 'the one of them to sign with (default: all)')
		.option('--previous <file>', 'the edition before, whose threshold has to be met too')
		.option('--json', 'the result as one JSON document')
		.action((file: string, options: SignRootOptions) => run((actions) => actions.signRootAction(file, options, terminal)));

	const publish = ofRegistry(
		new Command('publish')
			.description('Hands a new edition of the root to the registry, once it has all its signatures; takes a token of registry:admin.')
			.argument('<file>', 'the edition')
			.option('--check', 'only tell what would stop: exits 0 when nothing would, else 1')
			.addOption(yesOption()),
	).action(async (file: string, options: PublishRootOptions) => {
		const { publishRootAction } = await import('./publish-root');
		session.exitCode = await publishRootAction(file, options, terminal);
	});

	const show = new Command('show')
		.description('Lists the keys of a root by role and owner, or the public halves of the keys in a folder.')
		.argument('[root or folder]', "a root, or a folder of keys (default: keys in Troupe's home)")
		.option('--json', 'the result as one JSON document')
		.action((target: string | undefined, options: ShowOptions) => run((actions) => actions.showAction(target, options, terminal)));

	return new Command('keys')
		.description('Makes keys, and the editions of the root that name them.')
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
