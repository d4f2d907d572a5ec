import { TroupeError } from '../../core/base/errors';

export interface ZeebeOptions {
	/** `host:port`, `grpc://host:port`, or `grpcs://host:port` for TLS. Credentials come from the environment, named as @camunda8/sdk names them. */
	address: string;
	/** Such as `http://localhost:8080`; needed for what gRPC has no call for: completing user tasks. Default: the environment's ZEEBE_REST_ADDRESS. */
	restAddress?: string;
	/** A bearer token for the REST API, where the environment has no credentials. */
	token?: string;
	/** The tenant of a cluster with multi-tenancy, to which processes, instances, messages and signals belong. */
	tenantId?: string;
	/** The tenants whose jobs workers take. Default: `tenantId`, else those that the cluster gives without being asked. */
	tenantIds?: string[];
	/** Lets workers without tenants take the jobs of all tenants that the caller may see, if the engine can: `troupe serve`, Camunda since 8.9. */
	takesAssigned?: boolean;
	/** Told when a worker loses the cluster or a job's outcome cannot be delivered, and when it recovers. Default: a line on standard error. */
	onProblem?: (line: string) => void;
	/** Told of each command that back-pressure refused and that is repeated. */
	onBackPressure?: () => void;
}

/** The address with its scheme. @throws TroupeError INPUT_INVALID */
export function parseAddress(address: string): string {
	const match = /^(?:(grpcs?):\/\/)?(\[[0-9a-fA-F:]+\]|[\w.-]+):(\d{1,5})\/?$/.exec(address.trim());
	if (match === null || Number(match[3]) > 65_535) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `"${address}" is not the address of a Zeebe gateway; expected host:port, grpc://host:port or grpcs://host:port.`,
			fix: 'Pass the gRPC address of the gateway, such as localhost:26500.',
			details: { address },
		});
	}
	return `${match[1] ?? 'grpc'}://${match[2]}:${match[3]}`;
}

/** The address of a REST API without a slash at its end and without `/v2`. */
export const toRestBase = (url: string): string => url.trim().replace(/\/+$/, '').replace(/\/v2$/, '');

/** The tenants whose jobs workers take; none: those that the cluster gives without being asked. */
export const findTenants = (
	{ tenantId, tenantIds }: Pick<ZeebeOptions, 'tenantId' | 'tenantIds'>,
	worker?: { tenantIds?: readonly string[] },
): readonly string[] => worker?.tenantIds ?? tenantIds ?? (tenantId === undefined ? [] : [tenantId]);
