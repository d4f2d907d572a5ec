import { TroupeError } from '../../core/base/errors';
import type { Terminal } from '../terminal/terminal';

const maxCharacters = 4_000;

/** Returns the address, or the first line of standard input for `-`: a password in an argument can be seen by other users of the machine. */
export async function readAddress(given: string, terminal: Terminal): Promise<string> {
	if (given !== '-') return given.trim();
	let text = '';
	for await (const piece of terminal.input()) {
		text += Buffer.from(piece).toString('utf8');
		if (text.includes('\n') || text.length > maxCharacters) break;
	}
	const line = text.split('\n')[0]!.trim();
	if (line !== '' && line.length <= maxCharacters) return line;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'Standard input does not hold the address of a database.',
		fix: 'Write it to standard input on one line: `troupe state move --to - < address-file`.',
	});
}
