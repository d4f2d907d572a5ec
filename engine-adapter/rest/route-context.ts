import * as Type from 'typebox/type';
import type { Static, TSchema } from 'typebox/type';
import type { Variables } from '../engine/variables';
import { denied } from '../../manifests/registry/access/access';
import type { FastifyRequest } from 'fastify';
import { TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import type { TenantEngine } from '../embedded/tenant-engine';

export interface RestContext {
	/** The engine itself, for what goes on after a request. */
	engine: Pick<EmbeddedEngine, 'read'>;
	/** The engine as the caller of a request sees it. */
	engineOf: (request: FastifyRequest) => TenantEngine;
	/** Told of each answer 500 and 503: of what broke inside, which the caller is not told, and of what the engine cannot take. */
	reportFault: (error: unknown, url: string) => void;
	/** Checks that the credential of a request is still valid, for an answer that takes long. */
	isStillGranted: (request: FastifyRequest) => Promise<boolean>;
}

/** Creates the error for a caller whose credential ended, or lost its scope, while it waited for an answer. */
export const endedWhileWaiting = (scope: string) =>
	denied('revoked', 'The credential of the caller ended while it waited for the answer.', `Ask with a valid credential that has ${scope}.`);

/** A key in a path: up to nineteen digits, as Zeebe makes them. */
export const keySchema = Type.String({ pattern: '^[0-9]{1,19}$' });

/** A JSON object; an absent one and null are treated as empty. */
export const variablesSchema = Type.Optional(Type.Unsafe<Variables | null>({ type: ['object', 'null'], additionalProperties: true }));

/** Shapes of a route with a key in its path. */
export const byKey = { params: Type.Object({ key: keySchema }) };

/** A field that can be null, where null is not the same as an absent field. */
export const orNull = <Shape extends TSchema>(shape: Shape) =>
	Type.Optional(Type.Unsafe<Static<Shape> | null>({ ...shape, type: [(shape as { type?: string }).type, 'null'] }));

/** One of some texts. It says that they are texts, so that null counts as absent: see checkRequests. */
export const oneOfTexts = <const Value extends string>(values: readonly Value[]) => Type.Unsafe<Value>({ type: 'string', enum: values });

/** A name as Zeebe takes it, which refuses blanks alone. */
export const nameSchema = Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' });

/** The id of a tenant, as Camunda takes it. */
export const tenantPattern = '^(?:<default>|[A-Za-z0-9_@.+-]{1,256})$';
export const tenantSchema = Type.String({ minLength: 1, maxLength: 256, pattern: tenantPattern });

/**
 * The id of a process or decision as Camunda takes it: letters, digits and `_.-`, and no digit at first. Not every language reads \p{L}, so the
 * other signs of ASCII are excluded instead.
 */
export const definitionIdPattern = '^[^\\u0000-@\\[-\\^`{-\\u007f][^\\u0000-,/:-@\\[-\\^`{-\\u007f]*$';
export const definitionIdSchema = Type.String({ maxLength: 255, pattern: definitionIdPattern });

/** A caller's own number for a command, which a cluster writes into its records and which changes nothing. */
export const reference = { operationReference: Type.Optional(Type.Integer({ minimum: 1 })) };

/** The body of a command that has nothing to say. */
export const referenceSchema = orNull(Type.Object(reference));

/** Variables to set. Zeebe refuses an empty object. */
export const someVariablesSchema = Type.Unsafe<Variables>({ type: 'object', additionalProperties: true, minProperties: 1 });

const maxDurationMs = 100 * 365 * 24 * 3600 * 1000;

/** Limits milliseconds, of which Zeebe accepts any number: a negative one counts as 0, and a century is as good as for ever. */
export const toDuration = (milliseconds: number): number => Math.min(Math.max(milliseconds, 0), maxDurationMs);

/** RFC 3339 in UTC. */
export const toDate = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** The one that was asked for. @throws TroupeError of the code when there is none */
export function found<T>(item: T | undefined, code: TroupeErrorCode, what: string, key: string): T {
	if (item !== undefined) return item;
	throw new TroupeError({
		code,
		message: `Expected to find a ${what} with key '${key}', but none found.`,
		fix: 'Check the key. It may have ended.',
	});
}
