import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../base/shape';
import { describeSchemaErrors } from '../base/text/describe-schema-error';
import { createOwnSchema } from '../json-schema/own-schema';
import { images } from '../ports/models/image-shapes';
import type { AgentDefinition } from './definition/agent-definition';

const shape = closed({
	images,
	dryRun: Type.Optional(Type.Boolean({ description: 'Asks models; lists tool calls instead of making them.' })),
	costUsd: Type.Optional(Type.Number({ description: 'Max US dollars.', exclusiveMinimum: 0, maximum: 10_000 })),
	timeoutMs: Type.Optional(Type.Integer({ description: 'Milliseconds for the whole run.', minimum: 100, maximum: 3_600_000 })),
});
export type RunOptions = Static<typeof shape>;

const validator = createOwnSchema<RunOptions>(shape, { discriminator: true });

/** Returns the problems, each with its field; empty if none. */
export async function findOptionProblems(options: object): Promise<string[]> {
	const validate = await validator();
	return validate(options) ? [] : describeSchemaErrors(validate.errors ?? []);
}

export function tightenLimits(
	definition: AgentDefinition,
	{ timeoutMs, costUsd }: Pick<RunOptions, 'timeoutMs' | 'costUsd'>,
): AgentDefinition {
	const { limits } = definition;
	return {
		...definition,
		limits: {
			...limits,
			...(timeoutMs !== undefined && { wallClockMs: Math.min(limits.wallClockMs, timeoutMs) }),
			...(costUsd && { costUsd: Math.min(limits.costUsd ?? Infinity, costUsd) }),
		},
	};
}
