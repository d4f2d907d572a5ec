import { TroupeError } from '../../core/base/errors';

/** Checks the name of a person for a log, the option `--as`. @throws TroupeError INPUT_INVALID */
export function checkActor(as: string | undefined): string | undefined {
	if (as === undefined || (as.trim() !== '' && as.length <= 100)) return as;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: '--as is empty or longer than 100 characters.',
		fix: 'Write the name of the person, such as ana.',
	});
}
