import { isTroupeError } from '../../core/base/errors';

/** What n8n's log can say of a fault: a message that is not ours can hold a password or a person's words. */
export const describeFault = (fault: unknown): string => (isTroupeError(fault) ? `${fault.message} (${fault.code})` : 'an internal error');
