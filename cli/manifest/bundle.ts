import { Command } from 'commander';
import type { ExportOptions, ImportOptions } from './bundle-run';
import { ofRegistry } from './registry-options';
import type { Session } from '../session';

export function bundleCommand(session: Session): Command {
	const exporting = new Command('export')
		.description('Writes everything that may run, with all signatures, as one file for a site without a network.')
		.option('-o, --output <file>', 'where to (default: standard output)');
	const importing = new Command('import')
		.description('Verifies a bundle and takes it into a trust folder (--into) or another registry; all of it or nothing.')
		.argument('<file>', 'what `bundle export` wrote')
		.option('--into <folder>', 'a trust folder, such as ~/.troupe/trust')
		.option('--root <file>', 'the root.jwt that you trust, where the folder has none yet');
	return new Command('bundle')
		.description('Carries a registry to a site without a network.')
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
