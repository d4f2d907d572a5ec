import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import { parseTenant } from '../../../core/base/tenant';
import { open } from '../../../manifests/registry/api/answer-fields';
import { reason, text } from '../../../manifests/registry/api/fields';
import type { Host } from '../../../providers/compose/hosts/host';
import type { KnowledgeHost } from '../../../providers/compose/hosts/knowledge-host';
import { type Receipt, receiptShape } from '../../privacy/forgetting-receipt';
import { forgetTenant as forget } from '../../privacy/forget-tenant';
import { requireReason } from '../../privacy/require-reason';
import { listUnreached } from './forget-person';
import { ofOthers, operation, type OperationContext, type OperationHost } from '../operation';
import { checkReach, type Reaching } from '../reach';

type Context = OperationContext<OperationHost & Reaching & Host & Pick<KnowledgeHost, 'knowledgeStore'>>;

export const forgetTenant = operation({
	act: ({ tenant, reason: why }, answer) => ({
		action: isOfNobody(answer) ? 'tenant.not_found' : 'tenant.forgotten',
		object: { kind: 'tenant', value: tenant },
		details: {
			kind: 'forgetting',
			value: { reason: why, ...(readReceipt(answer) && { sha256: readReceipt(answer)!.sha256 }) },
			// People's words are in no clear leaf. The asking tenant stays.
			subject: { kind: 'subject', id: `tenant:${tenant}` },
		},
	}),
	summary: 'Remove everything of a tenant from all stores and from the engine, with a receipt',
	tag: 'privacy',
	method: 'POST',
	path: 'tenants/:tenant/forget',
	scope: 'tenant:tenants',
	inBackground: 'repeatable',
	maxAtOnce: 1,
	input: { params: closed({ tenant: text(200) }), body: closed({ reason }) },
	refusals: ofOthers,
	output: Type.Object({
		...optional({ receipt: receiptShape }),
		elsewhere: Type.Array(open(), { description: 'Places that nothing from here reaches, and until when they keep data.' }),
	}),
	check: ({ tenant, reason: why }, host) => refuse(tenant, why, host),
	/** @throws TroupeError INPUT_INVALID for the own tenant; STATE_CONFLICT under a legal hold; ACCESS_DENIED; that of an unreachable place */
	async perform({ tenant, reason: why }, { host, signal }: Context) {
		refuse(tenant, why, host);
		checkReach(tenant, host, 'tenant:tenants');
		const receipt = await forget({ ...host, tenant }, signal);
		return { ...(receipt.places.some(({ removed }) => removed > 0) && { receipt }), elsewhere: listUnreached('en') };
	},
});

const readReceipt = (answer: unknown): Receipt | undefined => (answer as { receipt?: Receipt } | undefined)?.receipt;

/** A mistyped name gets no receipt: it must not look like a forgotten tenant. */
const isOfNobody = (answer: unknown): boolean => answer !== undefined && readReceipt(answer) === undefined;

function refuse(tenant: string, why: string, host: OperationHost): void {
	requireReason(why);
	if (parseTenant(tenant, 'The tenant') !== host.tenant) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The tenant ${tenant} is the one that asks: its audit log, which has to tell of this, would go with it.`,
		fix: 'Ask as another tenant: --tenant NAME, or a key of another tenant over HTTP.',
	});
}
