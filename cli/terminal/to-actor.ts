import { TroupeError } from '../../core/base/errors';
import { readUserName } from '../../core/base/user-name';

/** Names a person for a log. @param as the option `--as`; default: the user of this process @throws TroupeError INPUT_INVALID */
export function toActor(as: string | undefined): string {
	const who = as ?? readUserName();
	if (who.trim() !== '' && who.length <= 100) return `user:${who}`;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: '--as is empty or longer than 100 characters.',
		fix: 'Write the name of the person, such as ana.',
	});
}
