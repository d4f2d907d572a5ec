import { join } from 'node:path';
import { troupeHome } from '../../core/base/home';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import type { ProgramIsolator } from '../../core/ports/sandbox/programs';
import type { BrowserOpener, ShellOpener } from '../../core/ports/sandbox/tools';

interface KeptChanges {
	/** Folder for files that tools created or changed, by agent and tool. */
	target: string;
	/** Called with copied files, or the reason of a failure. */
	tell: (line: string) => void;
}

const createProgramIsolator =
	(stateFolder: string): ProgramIsolator =>
	async (request) =>
		(await import('./isolate-program')).isolateProgram(request, stateFolder);

/** Opens definitions' shells, browsers and programs in the sandbox; they end with the run. */
export const createComputerOpeners = (environment?: Environment, kept?: KeptChanges) => ({
	isolateProgram: createProgramIsolator(troupeHome(environment)),
	openShell: createShellOpener(troupeHome(environment), kept),
	openBrowser: createBrowserOpener(troupeHome(environment), readSetting('TROUPE_CHROMIUM', environment), kept),
});

/** Shells run system programs in bubblewrap, in a scratch folder that ends with the run. */
export const createShellOpener =
	(stateFolder: string, kept?: KeptChanges): ShellOpener =>
	async (settings) => {
		const [{ openShell }, { getErrorMessage }] = await Promise.all([import('./open-shell'), import('../../core/base/errors')]);
		if (!kept) return openShell(settings, { stateFolder });
		const target = join(kept.target, settings.owner);
		return openShell(settings, {
			stateFolder,
			async keep(files) {
				try {
					const paths = await files.keep(target);
					if (paths.length > 0)
						kept.tell(`kept ${paths.length === 1 ? '1 file' : `${paths.length} files`} of ${settings.owner} in ${target}`);
				} catch (error) {
					// A failed copy must not lose the finished run's answer.
					kept.tell(`The files of ${settings.owner} were not kept: ${getErrorMessage(error)}`);
				}
			},
		});
	};

const createBrowserOpener =
	(stateFolder: string, chromium?: string, kept?: KeptChanges): BrowserOpener =>
	async (settings) => {
		const { openBrowser } = await import('./browser/open-browser');
		const keepIn = kept && join(kept.target, settings.owner);
		return openBrowser(settings, { stateFolder, ...(chromium !== undefined && { chromium }), ...(keepIn !== undefined && { keepIn }) });
	};
