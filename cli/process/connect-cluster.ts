import { troupeHome } from '../../core/base/home';
import type { Environment } from '../../core/base/settings/setting-names';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import { toRestBase } from '../../engine-adapter/zeebe/connect-options';
import { findServiceAddress } from '../../service/access/service-address';
import { findServiceToken } from '../../service/access/service-token';

/** Returns the address of the named engine; `embedded` is the service that holds the engine of TROUPE_HOME. */
export function toEngineAddress({ engine, address }: { engine: string; address: string }, environment: Environment): string {
	if (engine === 'embedded') return findServiceAddress(troupeHome(environment));
	return engine === 'zeebe' ? address : engine;
}

type Connect = (address: string, options: ConnectOptions) => Promise<ProcessEngine>;

interface ConnectOptions {
	environment: Environment;
	/** Told what people should know, such as a lost connection. */
	onProblem: (line: string) => void;
	onBackPressure?: () => void;
	/** The tenant of a cluster with multi-tenancy, and those whose jobs a worker takes. */
	tenantId?: string;
	tenantIds?: string[];
	/** Lets a worker without tenants take the jobs of all tenants that it may see. */
	takesAssigned?: boolean;
}

/**
 * Connects over Camunda's REST API v2 (of a cluster or of `troupe serve`) for `http://…` and `https://…`, and over gRPC for any other address.
 * A `troupe serve` on this machine gets its token.
 * @throws TroupeError INPUT_INVALID for an invalid address, ENGINE_UNREACHABLE
 */
export const connectCluster: Connect = async (address, { environment, ...options }) => {
	if (/^https?:/i.test(address)) {
		const { connectCamundaRest } = await import('../../engine-adapter/zeebe/connect-camunda-rest');
		const token = await findServiceToken(toRestBase(address), environment);
		return connectCamundaRest({ address, token, ...options });
	}
	const { connectZeebe } = await import('../../engine-adapter/zeebe/connect-zeebe');
	return connectZeebe({ address, ...options });
};
