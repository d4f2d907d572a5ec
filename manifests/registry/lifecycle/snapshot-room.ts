import { TroupeError } from '../../../core/errors';
import type { Change } from '../changes/change';

/** A snapshot names up to 20,000 manifests; the last thousand places are for revocations. */
const room = { approve: 19_000, revoke: 20_000 };

/** @throws TroupeError INPUT_TOO_LARGE */
export async function refuseTooMany({ connection, caller }: Change, what: keyof typeof room = 'approve'): Promise<void> {
	const { count } = await connection
		.selectFrom('manifests')
		.select((expression) => expression.fn.countAll().as('count'))
		.where('state', 'in', ['approved', 'deprecated', 'revoked'])
		.executeTakeFirstOrThrow();
	if (Number(count) < room[what]) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The tenant ${caller.tenant} has ${String(count)} manifests in its snapshot, at most ${room[what]} fit`,
		fix: 'Keep the manifests of other teams under a tenant of their own.',
		details: { expected: room[what], actual: Number(count) },
	});
}
