import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readSetting } from '../../../../core/base/settings/settings';
import { fail, ok, skipped, warn, type Check, type Finding } from '../../check';
import { ifThere } from '../if-there';
import { findOpenMode } from '../open-mode';

/** The same as the random tokens of the service. Shorter ones can be guessed by who can call it often. */
const minCharacters = 24;

export const apiTokenCheck: Check = {
	id: 'api-token',
	looksAt: 'the token that callers of `troupe serve` send',
	async look({ environment, home }) {
		const configured = readSetting('TROUPE_API_TOKEN', environment);
		if (configured !== undefined) return judgeToken(configured, 'TROUPE_API_TOKEN');
		const file = join(home, 'api-token');
		const status = await ifThere(stat(file));
		if (status === undefined) return [skipped(`${file} does not exist yet. The first start of \`troupe serve\` creates it.`)];
		const mode = findOpenMode(status);
		if (mode !== undefined)
			return [
				fail(
					`${file} is open to other users of this machine (mode ${mode}).`,
					'Delete the file and restart the service, which creates a new token: another user could have read this one.',
				),
			];
		return judgeToken((await readFile(file, 'utf8')).trim(), file);
	},
};

function judgeToken(token: string, where: string): Finding[] {
	const create = 'Use a random one: `openssl rand -base64 32`.';
	if (token === '') return [fail(`${where} is empty.`, 'Delete the file and restart the service, which creates a new token.')];
	if (token.length < minCharacters) return [warn(`The token in ${where} has only ${token.length} characters.`, create)];
	return [ok(`The token in ${where} has ${token.length} characters.`)];
}
