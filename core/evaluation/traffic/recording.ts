import { describeSchemaErrors } from '../../base/text/describe-schema-error';
import { TroupeError } from '../../base/errors';
import { createOwnSchema } from '../../json-schema/own-schema';
import { providerNames } from '../../ports/models/provider-names';

/** A request to a model, a tool, a source (tool list) or a collection (passages); in the sandbox, to any HTTP server. */
export type ExchangeKind = 'model' | 'tool' | 'tools' | 'passages' | 'http';

/** Personal data and secrets are masked. */
export interface Exchange {
	kind: ExchangeKind;
	/** Name of the model, tool, source or agent, or method and host. */
	name: string;
	key: string;
	request: unknown;
	/** JSON; absent if the request failed. */
	answer?: unknown;
	error?: { code: string; message: string };
	durationMs: number;
}

export interface CaseRecording {
	/** Milliseconds since the epoch. */
	at: number;
	exchanges: Exchange[];
}

export interface Recordings {
	version: 1;
	/** Configured providers, with the model that replaced the definition's, if any. */
	providers: Record<string, { model?: string }>;
	cases: Record<string, CaseRecording>;
}

export const maxRecordingsBytes = 64 * 1024 * 1024;

const exchangeSchema = {
	type: 'object',
	required: ['kind', 'name', 'key', 'request', 'durationMs'],
	properties: {
		kind: { enum: ['model', 'tool', 'tools', 'passages', 'http'] },
		name: { type: 'string' },
		key: { type: 'string', pattern: '^[0-9a-f]{64}$' },
		error: {
			type: 'object',
			required: ['code', 'message'],
			properties: { code: { type: 'string' }, message: { type: 'string' } },
		},
		durationMs: { type: 'number', minimum: 0 },
	},
};

const validator = createOwnSchema<Recordings>({
	type: 'object',
	required: ['version', 'providers', 'cases'],
	properties: {
		version: { const: 1 },
		providers: {
			type: 'object',
			propertyNames: { enum: providerNames },
			additionalProperties: { type: 'object', properties: { model: { type: 'string' } } },
		},
		cases: {
			type: 'object',
			additionalProperties: {
				type: 'object',
				required: ['at', 'exchanges'],
				properties: { at: { type: 'number' }, exchanges: { type: 'array', maxItems: 10_000, items: exchangeSchema } },
			},
		},
	},
});

/** @throws TroupeError INPUT_INVALID */
export async function parseRecordings(value: unknown, file: string): Promise<Recordings> {
	const validate = await validator();
	if (validate(value)) return value;
	const problems = describeSchemaErrors(validate.errors ?? []);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} does not hold recordings: ${problems.join('; ')}.`,
		fix: 'Remove the file, and record again with `troupe eval record`.',
		details: { file, problems },
	});
}
