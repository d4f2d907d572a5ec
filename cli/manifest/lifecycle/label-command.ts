import { Command, Option } from 'commander';
import type { ManifestKind } from '../../../manifests/documents/document-words';
import type { Session } from '../../terminal/session';
import { ofRegistry, reasonOption } from '../shared/registry-options';
import type { LabelOptions } from './label-run';

export const labelCommand = (session: Session): Command => declare(session, 'NAME@VERSION or KIND:NAME@VERSION');

export const promptLabelCommand = (session: Session): Command => declare(session, 'NAME@VERSION', 'prompt');

function declare(session: Session, form: string, kind?: ManifestKind): Command {
	const command = new Command('label')
		.description(
			`Points a label, such as production, to a version${kind ? ` of a ${kind}` : ''}. Whoever asks for NAME@production runs that version from then on.`,
		)
		.argument('[version]', `${form}; with --remove or --list, without @VERSION`)
		.argument('[label]', '2 to 32 of a-z, 0-9 and -; production needs the scope of approvers too')
		.addOption(new Option('--remove', 'remove the label: whoever asks for it is refused').conflicts('list'))
		.option('--list', `list the labels, of this ${kind ?? 'name'} or of all`)
		.addOption(reasonOption());
	return ofRegistry(command).action(async (subject: string | undefined, label: string | undefined, options: LabelOptions) => {
		const { runLabel } = await import('./label-run');
		session.exitCode = await runLabel(subject, label, { ...options, ...(kind && { kind }) }, session.terminal);
	});
}
