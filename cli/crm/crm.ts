import { Command } from 'commander';
import { withService, withTenant } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { CrmOptions, RecordOptions } from './crm-run';

export function crmCommand(session: Session): Command {
	const command = new Command('crm')
		.description('The CRM in which leads are recorded, by the name of its stored credential.')
		.addCommand(testCommand(session))
		.addCommand(recordCommand(session));
	for (const each of command.commands) withService(each, session);
	return withTenant(command, session);
}

const named = (name: string, description: string) =>
	new Command(name)
		.description(description)
		.argument('<credential>', 'the name of the credential (troupe credentials add)')
		.option('--json', 'print the result as JSON');

function testCommand(session: Session): Command {
	return named(
		'test',
		'Asks the CRM whether it accepts the credential, and lists the IDs of its pipelines, stages, origins and owners.',
	).action(async (credential: string, options: CrmOptions) => {
		const { runCrmTest } = await import('./crm-run');
		session.exitCode = await runCrmTest(credential, options, session.terminal);
	});
}

function recordCommand(session: Session): Command {
	return named('record', 'Records a lead: company, person, deal and note. Repeated with the same lead, it creates nothing twice.')
		.requiredOption('-f, --file <file>', 'a JSON file with the lead')
		.option('--pipeline <id>', 'the pipeline of new deals')
		.option('--stage <id>', 'the stage in which new deals begin')
		.option('--origin <id>', 'the origin of new deals')
		.option('--owner <id>', 'the user who gets new deals')
		.action(async (credential: string, options: RecordOptions) => {
			const { runCrmRecord } = await import('./crm-run');
			session.exitCode = await runCrmRecord(credential, options, session.terminal);
		});
}
