import type { Host } from '../../../providers/compose/hosts/host';

/** Where lacks are looked for. */
export interface LackPlace {
	/** The host that would answer. */
	host: Host;
	tenant: string;
	/** Whether services are asked if they accept a key; otherwise only whether it is there. */
	asks: boolean;
	signal: AbortSignal;
	/** A credential that counts as missing, to learn what would lack it. */
	withheld?: string;
}
