import type { FastifyInstance, FastifyRequest } from 'fastify';
import { getErrorMessage, isTroupeError } from '../../core/base/errors';
import { warnOperator } from '../../core/guardrails/masking/warn-operator';
import { readOrigin } from '../../manifests/registry/http/access';
import type { Caller } from '../../manifests/registry/registry-api';
import type { Host } from '../../providers/compose/hosts/host';
import { noteAct } from '../../providers/compose/state/note-act';
import { type RefusedCall, RefusedCalls } from './refused-calls';

declare module 'fastify' {
	interface FastifyRequest {
		knownCaller?: Caller;
	}
}

const unknownCaller = 'unknown';

/** Writes 403 answers, and calls that MCP answers with an error, to the audit log. */
export function noteRefusals(service: FastifyInstance, host: Host, tenant: string): void {
	const { stateFolder } = host;
	if (stateFolder === undefined) return;
	const refused = new RefusedCalls(async (of, act) => {
		// The answer is sent; the operator must hear that its entry is missing.
		await noteAct({ ...host, stateFolder, tenant: of }, act).catch((fault: unknown) =>
			warnOperator(`The audit log does not tell of a refused call: ${getErrorMessage(fault)}`, { code: 'TROUPE_AUDIT' }),
		);
	});
	service.addHook('onResponse', async (request, reply) => {
		const isRefused = reply.statusCode === 403 || (reply.statusCode < 400 && request.refusal !== undefined);
		if (isRefused) refused.add(describe(request, tenant));
	});
	service.addHook('onClose', () => refused.close());
}

function describe(request: FastifyRequest, serviceTenant: string): RefusedCall {
	const { tenant, subject } = request.grant?.caller ?? request.knownCaller ?? { tenant: serviceTenant, subject: unknownCaller };
	return {
		tenant,
		caller: { name: subject, ...readOrigin(request) },
		route: `${request.method} ${request.routeOptions.url ?? 'unknown'}`,
		...readReason(request.refusal),
	};
}

function readReason(error: unknown): Pick<RefusedCall, 'code' | 'reason' | 'scope'> {
	if (!isTroupeError(error)) return {};
	const { reason, scope } = error.details;
	return {
		code: error.code,
		...(typeof reason === 'string' && { reason }),
		...(typeof scope === 'string' && { scope: scope.split(':').slice(0, 2).join(':') }),
	};
}
