import { Command } from 'commander';
import type { ExportOptions, ImportOptions } from './bundle-run';
import { ofRegistry } from '../shared/registry-options';
import { durationOption } from '../../terminal/duration-option';
import type { Session } from '../../terminal/session';

export function bundleCommand(session: Session): Command {
	const exporting = new Command('export')
		.description('Writes everything that is allowed to run, with all signatures, into one file for a site without a network.')
		.option('-o, --output <file>', 'the file to write (default: standard output)')
		.addOption(
			durationOption(
				'--valid-for <duration>',
				'for a site without a network: how long it can run on this bundle (default: minutes, enough for another registry)',
				['1h', '366d'],
			),
		);
	const importing = new Command('import')
		.description('Verifies a bundle and imports it into a trust folder (--into) or another registry: all of it or nothing.')
		.argument('<file>', 'a file that `bundle export` wrote')
		.option('--into <folder>', 'a trust folder, such as ~/.troupe/trust')
		.option('--root <file>', 'the root.jwt that you trust, if the folder has none yet')
		.option('--dry-run', 'verify the bundle and show what would change, without changing anything');
	return new Command('bundle')
		.description('Copies a registry to a site without a network.')
		.addCommand(
			ofRegistry(exporting).action(async (options: ExportOptions) => {
				const { runExportBundle } = await import('./bundle-run');
				session.exitCode = await runExportBundle(options, session.terminal);
			}),
		)
		.addCommand(
			ofRegistry(importing).action(async (file: string, options: ImportOptions) => {
				const { runImportBundle } = await import('./bundle-run');
				session.exitCode = await runImportBundle(file, options, session.terminal);
			}),
		);
}
