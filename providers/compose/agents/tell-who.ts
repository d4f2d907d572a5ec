import type { ToolIdentity } from '../../../core/ports/tools/tool-shapes';
import type { IdentityHost, ToldServer } from './tool-identity';

export type ToldAs = Omit<ToldServer, 'url' | 'identity'>;

export const tellWho = async (
	send: typeof fetch,
	{ url = '', identity }: { url?: string; identity?: ToolIdentity },
	about: ToldAs,
	host: IdentityHost,
): Promise<typeof fetch> =>
	identity ? (await import('./tool-identity')).fetchWithIdentity(send, { ...about, url, identity }, host) : send;
