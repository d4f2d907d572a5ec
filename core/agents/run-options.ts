import { describeSchemaErrors } from '../base/text/describe-schema-error';
import { createOwnSchema } from '../json-schema/own-schema';
import { imagesSchema } from '../llm/image-schema';
import type { ImagePart } from '../ports/models/models';
import type { AgentDefinition } from './definition/agent-definition';

/** What a host asks of one run besides the message. */
export interface RunOptions {
	images?: ImagePart[];
	/** Asks models; lists tool calls instead of making them. */
	dryRun?: boolean;
	/** Max US dollars. */
	costUsd?: number;
	/** Milliseconds for the whole run. */
	timeoutMs?: number;
}

const validator = createOwnSchema<RunOptions>(
	{
		type: 'object',
		additionalProperties: false,
		properties: {
			images: imagesSchema,
			dryRun: { type: 'boolean' },
			costUsd: { type: 'number', exclusiveMinimum: 0, maximum: 10_000 },
			timeoutMs: { type: 'integer', minimum: 100, maximum: 3_600_000 },
		},
	},
	{ discriminator: true, strictTypes: false },
);

/** Returns what is wrong with the options, each problem with its field; an empty list if nothing is. */
export async function findOptionProblems(options: object): Promise<string[]> {
	const validate = await validator();
	return validate(options) ? [] : describeSchemaErrors(validate.errors ?? []);
}

/** Returns the definition with the limits of a run where they are stricter than its own. */
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
