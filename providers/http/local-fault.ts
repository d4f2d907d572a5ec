import type { TroupeError } from '../../core/base/errors';

/**
 * Tells whether a request failed on this side before anything was sent: its server is refused, or what says where data may go cannot be read. A guarded
 * fetch asks for that before the first byte, and again for another origin alone.
 */
export const isLocalFault = (fault: TroupeError): boolean =>
	isPassingFault(fault) || ['ADDRESS_REFUSED', 'RESIDENCY_REFUSED', 'INPUT_INVALID'].includes(fault.code);

/** Tells whether the same request can pass later: a database that does not answer says nothing about it. */
export const isPassingFault = ({ code }: TroupeError): boolean => code.startsWith('STORAGE_');
