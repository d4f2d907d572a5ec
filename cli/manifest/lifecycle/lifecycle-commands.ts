import { existsSync } from 'node:fs';
import { Argument, Command } from 'commander';
import { TroupeError } from '../../../core/base/errors';
import { type ManifestKind, manifestKinds } from '../../../manifests/documents/document-words';
import type { ApproveOptions } from './approve-run';
import type { DeprecateOptions, ReasonOptions, RejectOptions, RollBackOptions, WithdrawOptions } from './lifecycle-run';
import type { TrustOptions, VerifyOptions } from '../shared/package-options';
import type { PublishOptions } from './publish-run';
import type { ShowOptions } from './show-run';
import { kindOption, ofRegistry, reasonOption } from '../shared/registry-options';
import { yesOption } from '../../terminal/options';
import type { Session } from '../../terminal/session';

type Anywhere = Partial<Pick<TrustOptions, 'keys' | 'into'>> & Pick<TrustOptions, 'days'>;
type ApproveAnywhere = ApproveOptions & Anywhere;
type RevokeAnywhere = ReasonOptions & Anywhere;

const manifestArgument = () => new Argument('<manifest>', 'NAME@VERSION, KIND:NAME@VERSION, or the SHA-256 of a manifest');

export function publishCommand(session: Session): Command {
	const command = new Command('publish')
		.description(
			"Signs an agent, a prompt, a guardrail policy, a template or a package with the author's key and publishes it. It runs after an approver has approved it.",
		)
		.argument('<path>', "the JSON file of an agent or a policy, a prompt's file, or the folder of a template or a package")
		.option('--keys <folder>', "the folder of the author's key (default: your folder)")
		.option('--key <name>', 'the key to use if the folder contains several')
		.option('--as-installed', 'an installed package of another author, with everything that it loads')
		.option('--n8n <range>', 'of a package: the versions of n8n that it was made for, as information for people')
		.option('--notes <text>', 'what changed, shown to approvers and readers; it is signed')
		.option('--permissions <file>', 'of an agent or a package: the list of what it may use, such as `troupe sandbox run --discover` writes')
		.option(
			'--covers <entries>',
			'of a package: top-level entries that must not contain any other file, separated by commas; . is the whole folder',
			'.',
		)
		.option('--agents <policy>', 'of a package: allow or deny agents that it does not contain', 'allow')
		.option('--days <number>', 'days until it expires', '3650');
	return ofRegistry(command).action(async (path: string, options: PublishOptions) => {
		const { runPublish } = await import('./publish-run');
		session.exitCode = await runPublish(path, options, session.terminal);
	});
}

export function approveCommand(session: Session): Command {
	const command = new Command('approve')
		.description(
			'Shows what a version can do, signs the approval, and sends it to the registry. With --into, approves an installed package.',
		)
		.argument('[manifest or package]', 'NAME@VERSION, KIND:NAME@VERSION, or the SHA-256 of a manifest; with --into the folder of a package')
		.addOption(kindOption())
		.option('--keys <folder>', "the folder of the approver's key, and with --into of the snapshot key (default: your folder)")
		.option('--key <name>', 'the key to use if the folder contains several')
		.option('--trust <folder>', 'the folder of the root that you trust (default: the one next to the key, else the pinned one)')
		.option('--approver <name>', 'the name of the approver (default: the owner of the key in the root; with --into, the user)')
		.option('--report <file>', 'the signed sandbox report that the approval rests on; it is checked, and its hash is signed')
		.option(
			'--evaluation <file>',
			'a signed result of `troupe eval run --keys` that the approval rests on (repeatable)',
			(file: string, files: string[] = []) => [...files, file],
		)
		.option('-y, --yes', 'sign without asking for confirmation')
		.option('--into <folder>', 'the trust folder, if there is no registry')
		.option('--days <number>', 'with --into: days until the snapshot expires', '90');
	return ofRegistry(command).action(async (target: string | undefined, options: ApproveAnywhere) => {
		if (options.into !== undefined) {
			const { approveAction } = await import('../package/actions');
			session.exitCode = await approveAction(target, { ...options, ...folders(options) }, session.terminal);
			return;
		}
		const { runApprove } = await import('./approve-run');
		session.exitCode = await runApprove(named(target), options, session.terminal);
	});
}

export function revokeCommand(session: Session): Command {
	const command = new Command('revoke')
		.description('Revokes a version permanently. On a terminal it asks first.')
		.addArgument(manifestArgument())
		.addOption(kindOption())
		.addOption(reasonOption())
		.addOption(yesOption())
		.option('--keys <folder>', 'with --into: the folder of the snapshot key')
		.option('--into <folder>', 'the trust folder, if there is no registry')
		.option('--days <number>', 'with --into: days until the snapshot expires', '90');
	return ofRegistry(command).action(async (target: string, options: RevokeAnywhere) => {
		if (options.into !== undefined) {
			const { revokeAction } = await import('../package/actions');
			session.exitCode = await revokeAction(target, { ...options, ...folders(options) }, session.terminal);
			return;
		}
		const { runRevoke } = await import('./lifecycle-run');
		session.exitCode = await runRevoke(target, options, session.terminal);
	});
}

export function rejectCommand(session: Session): Command {
	const command = new Command('reject')
		.description('Rejects a draft with a reason. Its author can publish a corrected one under the same version.')
		.addArgument(manifestArgument())
		.addOption(kindOption())
		.addOption(reasonOption().makeOptionMandatory());
	return ofRegistry(command).action(async (target: string, options: RejectOptions) => {
		const { runReject } = await import('./lifecycle-run');
		session.exitCode = await runReject(target, options, session.terminal);
	});
}

export function withdrawCommand(session: Session): Command {
	const command = new Command('withdraw')
		.description('Removes a draft that you published or signed. Its version is free again.')
		.addArgument(manifestArgument())
		.addOption(kindOption());
	return ofRegistry(command).action(async (target: string, options: WithdrawOptions) => {
		const { runWithdraw } = await import('./lifecycle-run');
		session.exitCode = await runWithdraw(target, options, session.terminal);
	});
}

/** Shows a file or folder of that name if there is one, else what the registry has. */
export function showCommand(session: Session): Command {
	const command = new Command('show')
		.description('Shows a manifest: its permissions, its state, its signatures, and whether they were verified.')
		.argument(
			'[what]',
			'NAME@VERSION or a SHA-256 in a registry, a package, or a file with a signed document (default: the running package)',
		)
		.addOption(kindOption())
		.option('--trust <folder>', 'of a package: where the root is pinned');
	return ofRegistry(command).action(async (target: string | undefined, options: ShowOptions & VerifyOptions) => {
		const { namesRegistry } = await import('../shared/open-registry');
		const isPath = target === undefined || existsSync(target) || !namesRegistry(options, session.terminal);
		if (isPath) {
			const { showAction } = await import('../package/actions');
			session.exitCode = await showAction(target, options, session.terminal);
			return;
		}
		const { runShow } = await import('./show-run');
		session.exitCode = await runShow(target, options, session.terminal);
	});
}

export function deprecateCommand(session: Session): Command {
	const command = new Command('deprecate')
		.description('Warns everyone who runs a version, and names its successor.')
		.addArgument(manifestArgument())
		.addOption(kindOption())
		.option('--successor <version>', 'the version to use instead')
		.addOption(reasonOption());
	return ofRegistry(command).action(async (target: string, options: DeprecateOptions) => {
		const { runDeprecate } = await import('./lifecycle-run');
		session.exitCode = await runDeprecate(target, options, session.terminal);
	});
}

export function rollBackCommand(session: Session): Command {
	const command = new Command('rollback')
		.description('Returns to an approved version: deprecates every newer one and names it as the successor.')
		.addArgument(new Argument('<kind>').choices([...manifestKinds]))
		.argument('<name>')
		.option('--to <version>', 'the version to return to (default: the newest approved one before the current one)')
		.addOption(reasonOption());
	return ofRegistry(command).action(async (kind: ManifestKind, name: string, options: RollBackOptions) => {
		const { runRollBack } = await import('./lifecycle-run');
		session.exitCode = await runRollBack(kind, name, options, session.terminal);
	});
}

/** @throws TroupeError INPUT_INVALID where there is no key to change the folder with */
function folders({ keys, as, into }: { keys?: string; as?: string; into?: string }): { keys: string; into: string } {
	const folder = keys ?? as;
	if (folder !== undefined && into !== undefined) return { keys: folder, into };
	throw wrongUse('--into needs keys to sign the trust folder with', 'Name their folder with --keys.');
}

function named(target: string | undefined): string {
	if (target !== undefined) return target;
	throw wrongUse(
		'Nothing to approve was specified',
		'For a registry, specify NAME@VERSION. For an installed package, specify the trust folder with --into.',
	);
}

const wrongUse = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
