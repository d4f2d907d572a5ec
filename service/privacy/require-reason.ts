import { TroupeError } from '../../core/base/errors';

/** Refuses a reason of spaces: auditors and people who ask read it. @throws TroupeError INPUT_INVALID */
export function requireReason(reason: string): void {
	if (reason.trim() !== '') return;
	throw new TroupeError({ code: 'INPUT_INVALID', message: 'The reason is blank.', fix: 'Write why it is done.' });
}
