import { Command } from 'commander';
import { withService } from '../../terminal/options';
import type { Session } from '../../terminal/session';
import { inOption } from '../knowledge-options';
import type { QuarantineOptions } from './quarantine-run';

export function quarantineCommand(session: Session): Command {
	return withService(new Command('quarantine'), session)
		.description('Lists the documents that no search finds because they give orders to a model, or releases some that a person has read.')
		.addOption(inOption())
		.option('--release <id...>', 'let searches find these documents')
		.option('--json', 'print one JSON document per line')
		.action(async (options: QuarantineOptions) => {
			const { runQuarantine } = await import('./quarantine-run');
			session.exitCode = await runQuarantine(options, session.terminal);
		});
}
