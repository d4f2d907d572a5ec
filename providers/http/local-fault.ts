import type { TroupeError } from '../../core/base/errors';

/**
 * True if nothing was sent: the server is refused, or the residency rules cannot be read. A guarded fetch checks before the first byte, and again
 * only for another origin.
 */
export const isLocalFault = (fault: TroupeError): boolean =>
	isPassingFault(fault) || ['ADDRESS_REFUSED', 'RESIDENCY_REFUSED', 'INPUT_INVALID'].includes(fault.code);

/** True if a retry can succeed: an unreachable database says nothing about the request. */
export const isPassingFault = ({ code }: TroupeError): boolean => code.startsWith('STORAGE_');
