import { Command, Option } from 'commander';
import { workKinds } from '../../core/ports/work';
import { limitOption, withJson, withService, withTenant, yesOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { WorkDropOptions, WorkListOptions, WorkOptions } from './work-run';

export function workCommand(session: Session): Command {
	const command = new Command('work')
		.description('What must be done later, by whichever process has time: deliveries, notices, runs that wait.')
		.addCommand(listCommand(session))
		.addCommand(retryCommand(session))
		.addCommand(dropCommand(session));
	for (const each of command.commands) withService(each, session);
	return withTenant(command, session);
}

const kindOption = (what: string) => new Option('-k, --kind <kind>', `only work of this kind${what}`).choices(workKinds);
const laneOption = () => new Option('-l, --lane <lane>', 'only work of this lane, such as that for one subscription');

function listCommand(session: Session): Command {
	return withJson(
		new Command('list')
			.description('Lists work, what is due first at the top.')
			.addOption(kindOption(', such as event-delivery'))
			.addOption(laneOption())
			.addOption(limitOption('entries', 100, 10_000)),
	).action(async (options: WorkListOptions) => {
		const { runWorkList } = await import('./work-run');
		session.exitCode = await runWorkList(options, session.terminal);
	});
}

function retryCommand(session: Session): Command {
	return withJson(
		new Command('retry')
			.description(
				'Makes work due now that failed and waits for its next attempt. Exit code 1: some is not there, was not tried yet, or a process does it.',
			)
			.argument('[keys...]', 'keys of `troupe work list`; default: all of the kind, or of its lane')
			.addOption(kindOption('').makeOptionMandatory())
			.addOption(laneOption()),
	).action(async (keys: string[], options: WorkOptions) => {
		const { runWorkRetry } = await import('./work-run');
		session.exitCode = await runWorkRetry(keys, options, session.terminal);
	});
}

function dropCommand(session: Session): Command {
	return withJson(
		new Command('drop')
			.description('Gives work up: it is not done any more. Exit code 1: some is not there.')
			.argument('[keys...]', 'keys of `troupe work list`; default: all of the kind, or of its lane')
			.addOption(kindOption('').makeOptionMandatory())
			.addOption(laneOption())
			.addOption(yesOption()),
	).action(async (keys: string[], options: WorkDropOptions) => {
		const { runWorkDrop } = await import('./work-run');
		session.exitCode = await runWorkDrop(keys, options, session.terminal);
	});
}
