import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { type Installation, readInstallation } from '../../providers/compose/templates/installation';
import { makeFolder, replaceFile } from '../terminal/replace-file';
import type { Terminal } from '../terminal/terminal';

const maxFolders = 200;
const fileName = 'installed-templates.json';

const fileIn = ({ environment }: Pick<Terminal, 'environment'>): string => join(troupeHome(environment), fileName);

/** Adds a folder, or moves it to the front. */
export function rememberInstallation(folder: string, terminal: Pick<Terminal, 'environment'>): void {
	const folders = [folder, ...readFolders(terminal).filter((one) => one !== folder)].slice(0, maxFolders);
	makeFolder(troupeHome(terminal.environment));
	replaceFile(fileIn(terminal), `${JSON.stringify(folders, null, '\t')}\n`, 0o600);
}

export function listInstallations(terminal: Pick<Terminal, 'environment'>): Array<Installation & { folder: string }> {
	return readFolders(terminal).flatMap((folder) => {
		const installation = readInstallation(folder);
		return installation ? [{ ...installation, folder }] : [];
	});
}

function readFolders(terminal: Pick<Terminal, 'environment'>): string[] {
	const path = fileIn(terminal);
	if (!existsSync(path)) return [];
	try {
		const folders: unknown = JSON.parse(readFileSync(path, 'utf8'));
		if (Array.isArray(folders)) return folders.filter((folder) => typeof folder === 'string');
		throw new Error('it is not a list');
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${path} cannot be read: ${getErrorMessage(cause)}.`,
			fix: 'Remove the file. Installed templates stay as they are; updates are announced again once they are installed again.',
			cause,
		});
	}
}
