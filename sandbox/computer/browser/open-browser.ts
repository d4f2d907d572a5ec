import type { Browser, BrowserSettings } from '../../../core/ports/sandbox/tools';
import { requireProgramLevel } from '../program-level';
import { type BrowserParts, BrowserSession } from './browser-session';
import { findBrowser } from './find-browser';

/** Uses the highest program level. @throws TroupeError SANDBOX_LEVEL_TOO_LOW, TOOL_INVALID before anything runs */
export async function openBrowser(
	settings: BrowserSettings,
	{ stateFolder, chromium, keepIn }: Pick<BrowserParts, 'stateFolder' | 'keepIn'> & { chromium?: string },
): Promise<Browser> {
	const file = findBrowser(chromium);
	return new BrowserSession(settings, {
		file,
		level: await requireProgramLevel(settings.least, stateFolder),
		stateFolder,
		...(keepIn !== undefined && { keepIn }),
	});
}
