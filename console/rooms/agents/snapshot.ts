import { callText } from '../../api/call';
import { session } from '../../api/session';

/** Turns what it names on or off, for a share of the machines. */
export interface Flag {
	name: string;
	on: boolean;
	percent?: number;
}

/** Reads the flags of the tenant from its snapshot, as machines do. The service of the page is asked: its signature says nothing more here. @throws Problem */
export async function readFlags(signal: AbortSignal): Promise<Flag[]> {
	const path = `tenants/${encodeURIComponent(session.value?.tenant ?? '')}/snapshot`;
	const [, claims = ''] = (await callText(`GET ${path}`, signal)).split('.');
	const bytes = Uint8Array.from(atob(claims.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.codePointAt(0)!);
	return (JSON.parse(new TextDecoder().decode(bytes)) as { flags?: Flag[] }).flags ?? [];
}
