import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { atLeastOne, closed } from '../base/shape';

export const budgetPeriods = ['minute', 'hour', 'day', 'month', 'total', 'instance', 'run'] as const;

const ofWhom = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }));
const count = Type.Optional(Type.Integer({ minimum: 0, maximum: 1e12 }));
const caps = { costUsd: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000 })), tokens: count, calls: count };

export const budget = closed(
	{
		name: Type.String({ description: 'For errors and reports.', minLength: 1, maxLength: 100 }),
		tenant: ofWhom,
		agent: Type.Optional(
			Type.String({ description: 'Covers the calls of this agent and of those that it calls.', minLength: 1, maxLength: 200 }),
		),
		model: Type.Optional(Type.String({ description: 'provider:model or provider.', minLength: 1, maxLength: 220 })),
		per: Type.Enum([...budgetPeriods], {
			description:
				'Counted in UTC; minute makes it a rate limit. With instance and run, each process instance or run has the caps for itself.',
		}),
		...caps,
	},
	atLeastOne(caps),
);

/** An absent scope field means all: a budget with only a tenant covers all its agents and models together. */
export type Budget = Static<typeof budget>;
