import { Command } from 'commander';
import { limitOption, withJson, withService } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { DoctorOptions } from './doctor-run';
import type { MachinesOptions } from './machines-run';

export function doctorCommand(session: Session): Command {
	return withService(new Command('doctor'), session)
		.description('Says what is wrong with this installation, and how to fix it. Changes nothing. Exits with 1 if something fails.')
		.enablePositionalOptions()
		.option('--json', 'print one JSON document')
		.addCommand(machinesCommand(session))
		.action(async (options: DoctorOptions) => {
			const { runDoctor } = await import('./doctor-run');
			session.exitCode = await runDoctor(options, session.terminal);
		});
}

function machinesCommand(session: Session): Command {
	return withService(withJson(new Command('machines')), session)
		.description('Lists the processes that share the state, those with faults first. Exits with 1 if one has faults.')
		.addOption(limitOption('processes', 100, 500))
		.action(async (options: MachinesOptions) => {
			const { runMachines } = await import('./machines-run');
			session.exitCode = await runMachines(options, session.terminal);
		});
}
