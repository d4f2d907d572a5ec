import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { TroupeError } from '../../../core/base/errors';

/** Programs, not their start scripts, which need a shell and read user settings. */
const places = [
	'/usr/lib/chromium/chromium',
	'/usr/lib/chromium-browser/chromium-browser',
	'/usr/lib64/chromium-browser/chromium-browser',
	'/opt/google/chrome/chrome',
	'/opt/chromium.org/chromium/chrome',
];

/** Finds Chromium or Chrome. @param named by the operator @throws TroupeError TOOL_INVALID */
export function findBrowser(named: string | undefined): string {
	const path = named ?? places.find((place) => existsSync(place));
	if (path !== undefined && isProgram(path)) return path;
	throw new TroupeError({
		code: 'TOOL_INVALID',
		message:
			path === undefined
				? `A tool of the agent is a browser, and neither Chromium nor Chrome is installed in ${places.join(', ')}.`
				: `TROUPE_CHROMIUM is ${path}, which is not a program that can be started without a shell.`,
		fix: 'Install Chromium, such as with apt-get install chromium, or set TROUPE_CHROMIUM to the program itself.',
	});
}

const startOfPrograms = '\x7fELF';

function isProgram(path: string): boolean {
	try {
		const file = openSync(path, 'r');
		try {
			const start = Buffer.alloc(startOfPrograms.length);
			readSync(file, start);
			return start.toString('latin1') === startOfPrograms;
		} finally {
			closeSync(file);
		}
	} catch {
		return false;
	}
}
