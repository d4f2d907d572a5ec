import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { anyObject, closed, recordOf } from '../../base/shape';
import type { JsonSchema } from '../models/models';
import { toolEffects } from './tool-effect';

export const toolName = (description?: string) =>
	Type.String({ ...(description && { description }), pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$' });
export const toolDescription = (description?: string) =>
	Type.String({ ...(description && { description }), minLength: 1, maxLength: 2000 });
export const serverUrl = (description?: string) =>
	Type.String({ ...(description && { description }), pattern: '^https?://', maxLength: 2000 });
export const toolHeaders = (description?: string) =>
	recordOf(Type.String({ maxLength: 2000 }), { ...(description && { description }), maxProperties: 20 });
export const jsonSchema = (description?: string) => anyObject<JsonSchema>(description ? { description } : {});

export const byTool = { minProperties: 1, maxProperties: 200, propertyNames: { minLength: 1, maxLength: 128 } };

export const toolEffect = (description = 'How far a call reaches. Default: irreversible.') => Type.Enum([...toolEffects], { description });

const toolLimits = closed(
	{
		calls: Type.Optional(Type.Integer({ description: 'Max number of calls.', minimum: 1, maximum: 500 })),
		timeoutMs: Type.Optional(Type.Integer({ description: 'Milliseconds for one call.', minimum: 1, maximum: 600_000 })),
		resultCharacters: Type.Optional(Type.Integer({ description: 'Max characters of one result.', minimum: 100, maximum: 1_000_000 })),
		costUsd: Type.Optional(
			Type.Number({
				description:
					'Max US dollars of all calls: by priceUsd, or what the models of a called agent cost. The call that reaches it is the last.',
				exclusiveMinimum: 0,
				maximum: 100_000,
			}),
		),
		priceUsd: Type.Optional(Type.Number({ description: 'US dollars that one call costs.', exclusiveMinimum: 0, maximum: 10_000 })),
	},
	{
		description: 'Limits of this tool in a run; each takes the place of the limit for all tools.',
		minProperties: 1,
		dependencies: { priceUsd: ['costUsd'] },
	},
);
export type ToolLimits = Static<typeof toolLimits>;

export const limitsByTool = recordOf(toolLimits, { description: 'Limits by the name of a tool; * for each that is not named.', ...byTool });

export const toolContract = {
	limits: Type.Optional(toolLimits),
	outputSchema: Type.Optional(jsonSchema('A result must be JSON that fits this schema; the model gets nothing of another one.')),
};
export interface ToolContract {
	limits?: ToolLimits;
	outputSchema?: JsonSchema;
}

export const toolIdentity = closed(
	{
		audience: Type.String({ description: 'For whom the token is: its aud.', minLength: 1, maxLength: 500 }),
		header: Type.Optional(
			Type.String({ description: 'The header that has it. Default: authorization, as a bearer token.', maxLength: 100 }),
		),
		person: Type.Optional(
			Type.Enum(['subject', 'pseudonym'], {
				description: 'How it names the person who asks the agent: as the issuer or the host does, or by a pseudonym. Default: not at all.',
			}),
		),
		exchange: Type.Optional(
			Type.Boolean({
				description:
					"Sends the person's own token of the issuer, exchanged for the audience (RFC 8693), in place of one of the installation.",
			}),
		),
	},
	{
		description: 'A token of two minutes, signed by the installation, that tells the server which agent calls, in which run, and for whom.',
	},
);
export type ToolIdentity = Static<typeof toolIdentity>;

export const httpTool = closed(
	{
		kind: Type.Literal('http'),
		...toolContract,
		name: toolName(),
		description: toolDescription(),
		parameters: jsonSchema(),
		method: Type.Enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
		url: serverUrl(
			'{name} stands for an argument, percent-encoded. The remaining arguments become the query (GET, DELETE) or the JSON body.',
		),
		identity: Type.Optional(toolIdentity),
		headers: Type.Optional(
			toolHeaders('${NAME} stands for a secret of the host, such as an environment variable that agents are allowed to use.'),
		),
		effect: Type.Optional(toolEffect('How far a call reaches. Default: by the method.')),
	},
	{ description: 'A tool called over HTTP.' },
);
export type HttpTool = Static<typeof httpTool>;
