import { TroupeError } from '../../core/base/errors';

export interface ZeebeOptions {
	/** `host:port`, `grpc://host:port`, or `grpcs://host:port` for TLS. Credentials come from the environment, named as in @camunda8/sdk. */
	address: string;
	/** For example `http://localhost:8080`; needed for calls that gRPC lacks, such as completing user tasks. Default: ZEEBE_REST_ADDRESS. */
	restAddress?: string;
	token?: string;
	tenantId?: string;
	/** Tenants whose jobs workers take. Default: `tenantId`, else the cluster's default. */
	tenantIds?: string[];
	takesAssigned?: boolean;
	/** Called when a worker loses or regains the cluster, or an outcome cannot be delivered. Default: a line on standard error. */
	onProblem?: (line: string) => void;
	onBackPressure?: () => void;
}

/** Adds the scheme. @throws TroupeError INPUT_INVALID */
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

export const toRestBase = (url: string): string => url.trim().replace(/\/+$/, '').replace(/\/v2$/, '');

/** Empty: the cluster's default tenants. */
export const findTenants = (
	{ tenantId, tenantIds }: Pick<ZeebeOptions, 'tenantId' | 'tenantIds'>,
	worker?: { tenantIds?: readonly string[] },
): readonly string[] => worker?.tenantIds ?? tenantIds ?? (tenantId === undefined ? [] : [tenantId]);
