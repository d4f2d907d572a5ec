import type { Host } from '../../../providers/compose/hosts/host';

export interface LackPlace {
	host: Host;
	tenant: string;
	/** Asks services if they accept a key; otherwise checks only its presence. */
	asks: boolean;
	signal: AbortSignal;
	/** Counts this credential as missing, to learn its dependents. */
	withheld?: string;
}
