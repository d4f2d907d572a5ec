import { TroupeError } from '../../core/base/errors';

/** Refuses a blank reason: auditors and people read it. @throws TroupeError INPUT_INVALID */
export function requireReason(reason: string): void {
	if (reason.trim() !== '') return;
	throw new TroupeError({ code: 'INPUT_INVALID', message: 'The reason is blank.', fix: 'Write why it is done.' });
}
