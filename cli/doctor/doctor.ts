import { Command } from 'commander';
import { withService } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { DoctorOptions } from './doctor-run';

/** Declares `troupe doctor`. */
export function doctorCommand(session: Session): Command {
	return withService(new Command('doctor'), session)
		.description('Says what is wrong with this installation, and how to fix it. Changes nothing. Exits with 1 if something fails.')
		.option('--json', 'print one JSON document')
		.action(async (options: DoctorOptions) => {
			const { runDoctor } = await import('./doctor-run');
			session.exitCode = await runDoctor(options, session.terminal);
		});
}
