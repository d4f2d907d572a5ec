import { callText } from '../../api/call';
import { readClaims } from '../../api/claims';
import { session } from '../../api/session';

/** Turns what it names on or off, for a share of the machines. */
export interface Flag {
	name: string;
	on: boolean;
	percent?: number;
}

/** Reads the flags of the tenant from its snapshot, as machines do. @throws Problem */
export async function readFlags(signal: AbortSignal): Promise<Flag[]> {
	const path = `tenants/${encodeURIComponent(session.value?.tenant ?? '')}/snapshot`;
	return readClaims<{ flags?: Flag[] }>(await callText(`GET ${path}`, signal)).flags ?? [];
}
