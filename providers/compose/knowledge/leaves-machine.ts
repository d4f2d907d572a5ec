import { isUrlOfThisMachine } from '../../../core/base/network/loopback';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import type { KnowledgeHost } from '../hosts/knowledge-host';

/** Returns whether texts leave this machine. Only Ollama runs models itself: a server with another protocol can pass them on. */
export function leavesMachine(provider: ProviderName, { providers }: KnowledgeHost): boolean {
	const { baseUrl } = providers.ollama ?? {};
	return provider !== 'ollama' || (baseUrl !== undefined && !isUrlOfThisMachine(baseUrl));
}
