import { Option, type Command } from 'commander';
import { manifestKinds } from '../../../manifests/documents/document-words';

export function ofRegistry(command: Command): Command {
	return command
		.option('--registry <url>', 'the registry (default: TROUPE_REGISTRY_URL)')
		.option('--token-file <file>', 'the file of the access token (default: TROUPE_REGISTRY_TOKEN)')
		.option('--as <folder>', 'your folder, created by `troupe manifest init`: address, token and keys')
		.option('--json', 'print JSON, one document on each line');
}

export const kindOption = () => new Option('--kind <kind>', 'only manifests of this kind').choices([...manifestKinds]);

export const stateOption = () =>
	new Option('--state <state>', 'only manifests in this state').choices(['draft', 'rejected', 'approved', 'deprecated', 'revoked']);

export const reasonOption = () => new Option('--reason <text>', 'the reason, shown to people');
