import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import { parseTenant } from '../../../core/base/tenant';
import { open, string } from '../../../manifests/registry/api/answer-fields';
import { list, text } from '../../../manifests/registry/api/fields';
import type { Host } from '../../../providers/compose/hosts/host';
import { operation, type OperationContext, type OperationHost } from '../operation';
import { checkReach, type Reaching } from '../reach';

/** For commands on a machine whose engine the service holds. */
export const exportFromProcesses = operation({
	act: () => ({ action: 'process.person_exported' }),
	summary: 'Export what the processes of the engine of this service hold of a person, by names, in portions',
	tag: 'privacy',
	method: 'POST',
	path: 'privacy/export-processes',
	scope: 'channel:manage',
	maxAtOnce: 2,
	input: {
		body: closed({
			names: list(text(500), 1_000, 1),
			...optional({ tenant: Type.String({ description: 'Default: the own one', minLength: 1, maxLength: 200 }), after: text(30) }),
		}),
	},
	maxBodyBytes: 1024 * 1024,
	output: Type.Object({
		rows: Type.Array(Type.Object({ table: string, row: open() })),
		others: Type.Integer({ description: 'Instances that mention the person among others: not among the rows' }),
		...optional({ next: Type.String({ description: '`after` of the next portion; absent with the last one' }) }),
	}),
	/** @throws TroupeError ACCESS_DENIED, NOT_SUPPORTED without an engine */
	async perform({ names, tenant: named, after }, { host, signal }: OperationContext<OperationHost & Reaching & Host>) {
		const tenant = named === undefined ? host.tenant : parseTenant(named, 'The tenant');
		checkReach(tenant, host, 'tenant:tenants');
		if (!host.exportFromProcesses)
			throw new TroupeError({
				code: 'NOT_SUPPORTED',
				message: 'This service has no engine.',
				fix: 'Ask the service that has the processes.',
			});
		return host.exportFromProcesses({ tenant, names, ...(after !== undefined && { after }) }, signal);
	},
});
