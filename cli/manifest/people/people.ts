import { Command, Option } from 'commander';
import type { AddPersonOptions, RemovePersonOptions } from './people-run';
import type { RegistryOptions } from '../shared/open-registry';
import { ofRegistry, reasonOption } from '../shared/registry-options';
import { decimalNumber, wholeNumber, yesOption } from '../../terminal/options';
import type { Session } from '../../terminal/session';

export function peopleCommand(session: Session): Command {
	const rootKeys = () =>
		new Option('--root-keys <folder...>', 'folders of root keys that are at hand, to sign the next edition of the root');
	const threshold = () =>
		new Option('--approvals <number>', 'how many approvals a manifest needs from then on (default: as before)').argParser(
			wholeNumber(1, 16),
		);

	const add = ofRegistry(
		new Command('add')
			.description('Creates the folder of a person or machine: key, access token, root; and the edition of the root with the key.')
			.argument('<name>', 'such as ada@example.com, or n8n-1')
			.addOption(new Option('--role <role>', 'what for').choices(['author', 'approver', 'machine']).makeOptionMandatory())
			.option('--into <folder>', 'the new folder (default: in people or machines, beside the folder of --as)')
			.addOption(rootKeys())
			.addOption(threshold())
			.addOption(new Option('--hours <number>', 'how long the token is valid').argParser(decimalNumber(0, 2160)).default(2160))
			.addOption(yesOption()),
	).action(async (name: string, options: AddPersonOptions) => {
		const { runAddPerson } = await import('./people-run');
		session.exitCode = await runAddPerson(name, options, session.terminal);
	});

	const remove = ofRegistry(
		new Command('remove')
			.description(
				'Ends the access of a person or machine: the tokens now, and the keys with the next edition of the root. What they signed stays valid.',
			)
			.argument('<name>', 'as `people list` shows it')
			.option('--stolen', 'the keys are in wrong hands: what they signed ends too')
			.addOption(rootKeys())
			.addOption(threshold())
			.option('--output <file>', 'the file of the next edition of the root (default: root-N.jwt)')
			.addOption(reasonOption())
			.addOption(yesOption()),
	).action(async (name: string, options: RemovePersonOptions) => {
		const { runRemovePerson } = await import('./people-run');
		session.exitCode = await runRemovePerson(name, options, session.terminal);
	});

	const list = ofRegistry(
		new Command('list').description('Lists people and machines: their keys in the root, and their valid access tokens.'),
	).action(async (options: RegistryOptions) => {
		const { runListPeople } = await import('./people-run');
		session.exitCode = await runListPeople(options, session.terminal);
	});

	return new Command('people')
		.description('Adds and removes people and machines, each in one command.')
		.addCommand(add)
		.addCommand(remove)
		.addCommand(list);
}
