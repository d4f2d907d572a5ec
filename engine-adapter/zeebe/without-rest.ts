import { TroupeError } from '../../core/base/errors';
import type { CamundaRest } from './camunda-rest';

export type RestCalls = Pick<CamundaRest, 'call' | 'read'>;

/** Stands for the REST API of a cluster with only a gRPC address: every call is refused. */
export function withoutRest(address: string): RestCalls {
	const refuse: RestCalls['read'] = async ({ subject, notFound }) => {
		throw needsRest(notFound === undefined ? subject : `Reading ${subject}`, address);
	};
	return { call: refuse as RestCalls['call'], read: refuse };
}

export const needsRest = (what: string, address: string): TroupeError =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `${what} uses the REST API of the cluster, but only its gRPC address ${address} is known.`,
		fix: 'Set ZEEBE_REST_ADDRESS, such as http://localhost:8080, or name that URL in place of the gRPC address.',
	});

export const notAvailable = (what: string): TroupeError =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `${what} is not available on this version: Zeebe before 8.8 keeps no searchable history, and its brokers export events elsewhere.`,
		fix: "Use Camunda's Operate and Tasklist on the cluster, or the embedded engine.",
	});
