import { Command } from 'commander';
import type { Session } from '../terminal/session';
import { offsetsOption, type OffsetUnit } from './offsets';

export function secretsCommand(session: Session): Command {
	const scan = new Command('scan')
		.description('Finds the positions of keys, tokens and passwords: {"id", "spans": [{"type", "rule", "start", "end", "score"}]}.')
		.argument('[files...]', 'JSON lines {"id": …, "text": "…"}; default: standard input')
		.addOption(offsetsOption())
		.action(async (files: string[], options: { offsets: OffsetUnit }) => {
			const { runSecretsScan } = await import('./secrets-run');
			session.exitCode = await runSecretsScan({ ...options, files }, session.terminal);
		});
	return new Command('secrets').description('Finds secrets: JSON lines in, JSON lines out.').addCommand(scan);
}
