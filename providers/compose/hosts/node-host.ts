import type { Environment } from '../../../core/base/settings/setting-names';
import type { Credentials } from '../../../core/ports/access/credentials';
import type { NodeGate } from '../../../core/ports/manifests';
import type { VaultHost } from './state-host';
import type { ToolGrants } from './tool-host';

/** What tasks that are nodes of n8n need. */
export interface NodeHost extends VaultHost {
	/** Decides which nodes can be loaded. Without it, none can. */
	nodeGate?: NodeGate;
	/** Names n8n and the limits of its processes. Default: the environment of this process. */
	environment?: Environment;
	/** Default: those stored with the host's other state. */
	credentials?: Credentials;
	/** As for tools: the value of `${NAME}`. */
	secrets?: ToolGrants['secrets'];
	/** As for tools. Default: what the environment says. */
	allowPrivateNetworks?: boolean;
}
