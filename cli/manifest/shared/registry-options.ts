/** Options that several commands of a registry take. */
import { Option, type Command } from 'commander';
import { manifestKinds } from '../../../manifests/documents/document-words';

/** Adds the options that every command of a registry takes. */
export function ofRegistry(command: Command): Command {
	return command
		.option('--registry <url>', 'the registry (default: TROUPE_REGISTRY_URL)')
		.option('--token-file <file>', 'the file of the access token (default: TROUPE_REGISTRY_TOKEN)')
		.option('--as <folder>', 'your folder, created by `troupe manifest init`: address, token and keys')
		.option('--json', 'print JSON, one document on each line');
}

/** `--kind package|agent|prompt|policy|template`. */
export const kindOption = () => new Option('--kind <kind>', 'only manifests of this kind').choices([...manifestKinds]);

/** `--state …`. */
export const stateOption = () =>
	new Option('--state <state>', 'only manifests in this state').choices(['draft', 'rejected', 'approved', 'deprecated', 'revoked']);

/** `--reason TEXT`. */
export const reasonOption = () => new Option('--reason <text>', 'the reason, shown to people');
