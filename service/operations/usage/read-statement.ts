import * as Type from 'typebox/type';
import { nameMonth } from '../../../core/base/month-in-zone';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import { defaultTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import { formatNano, type StatementAmounts, type StatementLine, sumLines } from '../../../core/ports/statement';
import { integer, string, time } from '../../../manifests/registry/api/answer-fields';
import { readStatement as read } from '../../../providers/compose/models/statements';
import { readTenantRules } from '../../../providers/compose/state/host-tenants';
import { operation } from '../operation';
import { scope, tag } from './usage';
import { seenTenant, type UsagePlace } from './usage-place';

const month = Type.String({
	minLength: 7,
	maxLength: 7,
	description: 'Such as 2026-11, in the time zone of the tenant. Default: this month',
});
const amounts = {
	calls: integer,
	failed: integer,
	inputTokens: integer,
	cachedInputTokens: integer,
	cacheWriteTokens: integer,
	outputTokens: integer,
	reasoningTokens: integer,
	searches: integer,
	unpriced: integer,
	cost: Type.String({ description: 'An exact decimal number, such as 12.50, in the currency of the statement' }),
};
const lines = Type.Array(Type.Object({ agent: orNull(string), model: string, kind: string, ...amounts }));

export const readStatement = operation({
	summary: 'Read the statement of what the tenant used of models in a month, with its corrections',
	tag,
	method: 'GET',
	path: 'usage/statement',
	scope,
	maxAtOnce: 4,
	input: { query: closed(optional({ month })) },
	output: Type.Object({
		tenant: string,
		month: string,
		timeZone: string,
		from: time,
		to: time,
		state: Type.Enum(['open', 'ended', 'closed'], {
			description:
				'Of a month that is not closed, the amounts are those of the ledger now. ended: it is over, and not closed yet, or from before statements were kept',
		}),
		currency: Type.Literal('USD'),
		lines,
		total: Type.Object(amounts),
		documents: Type.Array(Type.Object({ number: integer, at: time, lines, total: Type.Object(amounts) }), {
			description: 'The first is the statement, those after it are corrections: what came late. The lines above are their sum',
		}),
	}),
	/** @throws TroupeError INPUT_INVALID for an impossible month, STORAGE_DAMAGED */
	async perform({ month: asked }: { month?: string }, { host }: { host: UsagePlace }) {
		const tenant = seenTenant(host) ?? host.tenant ?? defaultTenant;
		const { timeZone = 'UTC' } = await readTenantRules({ ...host, tenant });
		const wanted = asked ?? (await nameMonth((host.clock ?? systemClock).now(), timeZone));
		if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(wanted) || wanted < '1970-02') throw noMonth(wanted);
		const statement = await read(host, tenant, wanted);
		return {
			tenant,
			month: wanted,
			timeZone: statement.timeZone,
			from: toIso(statement.from),
			to: toIso(statement.to),
			state: statement.state,
			currency: 'USD' as const,
			...describe(statement.lines),
			documents: statement.documents.map(({ number, at, lines: own }) => ({ number, at: toIso(at), ...describe(own) })),
		};
	},
});

const describe = (own: readonly StatementLine[]) => ({ lines: own.map(withCost), total: withCost(sumLines(own)) });

const withCost = <Amounts extends StatementAmounts>({ nanoUsd, ...rest }: Amounts) => ({ ...rest, cost: formatNano(nanoUsd) });

const noMonth = (text: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `month is ${JSON.stringify(text)}, expected a month of the calendar.`,
		fix: 'Write it such as 2026-11.',
	});
