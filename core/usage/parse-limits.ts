import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, recordOf } from '../base/shape';
import { describeSchemaErrors } from '../base/text/describe-schema-error';
import { TroupeError } from '../base/errors';
import { createOwnSchema } from '../json-schema/own-schema';
import type { Rates } from '../llm/prices/price-table';
import { type Budget, budget } from '../ports/budget';

export interface Limits {
	budgets: Budget[];
	/** By `provider:model`; override the table. */
	prices: Record<string, Rates>;
}

/** A shared budget replaces one of the same name. */
export function withoutReplaced(budgets: Budget[], shared: Budget[]): Budget[] {
	return budgets.filter(({ name }) => !shared.some((other) => other.name === name));
}

const rate = Type.Number({ minimum: 0, maximum: 1_000_000 });
export const limitsFields = {
	budgets: Type.Optional(Type.Array(budget, { maxItems: 1_000 })),
	prices: Type.Optional(
		recordOf(
			closed(
				{
					input: Type.Optional(rate),
					output: Type.Optional(rate),
					cacheRead: Type.Optional(rate),
					cacheWrite: Type.Optional(rate),
					search: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000 })),
				},
				{ if: { not: { required: ['search'] } }, then: { required: ['input', 'output'] } },
			),
			{ maxProperties: 1_000 },
		),
	),
};
const document = closed({ $schema: Type.Optional(Type.String()), ...limitsFields });

/** Draft 7, for budgets.json. */
export const limitsSchema: object = document;
export type LimitsDocument = Static<typeof document>;
const validator = createOwnSchema<LimitsDocument>(document);

/** @param where file, for the error @throws TroupeError INPUT_INVALID, naming each field */
export async function parseLimits(text: string, where: string): Promise<Limits> {
	const validate = await validator();
	const document = parseJson(text, where);
	if (!validate(document)) throw invalid(where, describeSchemaErrors(validate.errors ?? []));
	const { budgets = [], prices = {} } = document;
	const double = budgets.find(({ name }, index) => budgets.findIndex((other) => other.name === name) !== index);
	if (double) throw invalid(where, [`budgets has two entries named "${double.name}"`]);
	const whole = Object.entries(prices).map(([model, rates]) => [model, { input: 0, output: 0, ...rates }] as const);
	return { budgets, prices: Object.fromEntries(whole) };
}

function parseJson(text: string, where: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw invalid(where, ['it is not JSON'], cause);
	}
}

function invalid(where: string, problems: string[], cause?: unknown): TroupeError {
	const named = problems.slice(0, 10);
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${where} is not a valid list of budgets: ${named.join('; ')}.`,
		fix: 'Correct these fields. docs/agents/usage.md lists every field.',
		details: { where, problems: named },
		cause,
	});
}
