import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Finds the browser of this machine; undefined without one. */
export function findChromium(): string | undefined {
	const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'];
	const places = [process.env.CHROMIUM_PATH, ...folders.flatMap((folder) => names.map((name) => join(folder, name)))];
	return places.find((place) => place && isExecutable(place));
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
