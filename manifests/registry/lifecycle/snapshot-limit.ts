import { TroupeError } from '../../../core/base/errors';
import type { Change } from '../changes/change';

/** A snapshot lists up to 20,000 manifests. The last thousand are reserved for revocations. */
const room = { approve: 19_000, revoke: 20_000 };

/** @throws TroupeError INPUT_TOO_LARGE */
export async function refuseTooMany(change: Change, what: keyof typeof room = 'approve'): Promise<void> {
	const count = await countListed(change);
	if (count < room[what]) return;
	const { tenant } = change.caller;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The tenant ${tenant} has ${count} manifests in its snapshot; the max is ${room[what]}`,
		fix: 'Move the manifests of other teams to a tenant of their own.',
		details: { expected: room[what], actual: count },
	});
}

export const hasRoom = async (change: Change, what: keyof typeof room): Promise<boolean> => (await countListed(change)) < room[what];

async function countListed({ connection }: Change): Promise<number> {
	const { count } = await connection
		.selectFrom('manifests')
		.select((expression) => expression.fn.countAll().as('count'))
		.where('state', 'in', ['approved', 'deprecated', 'revoked'])
		.executeTakeFirstOrThrow();
	return Number(count);
}
