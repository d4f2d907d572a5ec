import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import { parseTenant } from '../../../core/base/tenant';
import { integer, string } from '../../../manifests/registry/api/answer-fields';
import { list, text } from '../../../manifests/registry/api/fields';
import type { Host } from '../../../providers/compose/hosts/host';
import { operation, type OperationContext, type OperationHost } from '../operation';
import { checkReach, type Reaching } from '../reach';

/** For commands on a machine whose engine the service holds, and for machines that share the state with an engine's machine. */
export const forgetInProcesses = operation({
	act: () => ({ action: 'process.person_removed' }),
	summary: 'Remove the processes of a person, by names, from the engine of this service alone',
	tag: 'privacy',
	method: 'POST',
	path: 'privacy/forget-processes',
	scope: 'channel:manage',
	maxAtOnce: 2,
	input: {
		body: closed({
			names: list(text(500), 1_000),
			...optional({
				isWhole: Type.Boolean({ description: 'All of the tenant, with what it deployed, in place of a person' }),
				hashes: Type.Array(text(200), {
					description: 'Keyed hashes of ids of the person, where the ids are not known any more',
					maxItems: 10_000,
				}),
				isSecondLook: Type.Boolean({
					description: 'A second look: the file is rewritten only if the call finds something that began since the one before',
				}),
				tenant: Type.String({ description: 'Default: the own one', minLength: 1, maxLength: 200 }),
			}),
		}),
	},
	maxBodyBytes: 1024 * 1024,
	output: Type.Object({
		cancelled: integer,
		instances: integer,
		messages: integer,
		left: Type.Array(string, { description: 'Active instances that mention the person among others' }),
	}),
	/** @throws TroupeError ACCESS_DENIED, NOT_SUPPORTED without an engine */
	async perform(
		{ names, hashes, isWhole, isSecondLook, tenant: named },
		{ host, signal }: OperationContext<OperationHost & Reaching & Host>,
	) {
		const tenant = named === undefined ? host.tenant : parseTenant(named, 'The tenant');
		checkReach(tenant, host, 'tenant:tenants');
		if (!host.forgetInProcesses)
			throw new TroupeError({
				code: 'NOT_SUPPORTED',
				message: 'This service has no engine.',
				fix: 'Ask the service that has the processes.',
			});
		return host.forgetInProcesses(isWhole ? { tenant, isWhole } : { tenant, names, hashes, isSecondLook }, signal);
	},
});
