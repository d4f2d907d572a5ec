import type { Environment } from '../../../core/base/settings/setting-names';
import type { Credentials } from '../../../core/ports/access/credentials';
import type { NodeGate } from '../../../core/ports/manifests';
import type { VaultHost } from './state-host';
import type { ToolGrants } from './tool-host';

export interface NodeHost extends VaultHost {
	/** Decides which nodes can be loaded. Absent: none. */
	nodeGate?: NodeGate;
	/** Environment with n8n and its process limits. Default: that of this process. */
	environment?: Environment;
	/** Default: those of the host's state. */
	credentials?: Credentials;
	/** Returns the value of `${NAME}`, as for tools. */
	secrets?: ToolGrants['secrets'];
	/** As for tools. Default: the environment. */
	allowPrivateNetworks?: boolean;
}
