import { isTroupeError } from '../../core/base/errors';

/** Describes a fault for n8n's log. A foreign message can hold a password or a person's words. */
export const describeFault = (fault: unknown): string => (isTroupeError(fault) ? `${fault.message} (${fault.code})` : 'an internal error');
