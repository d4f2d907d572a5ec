import * as Type from 'typebox/type';
import type { Static, TSchema } from 'typebox/type';
import type { Variables } from '../engine/variables';
import { denied } from '../../manifests/registry/access/access';
import type { FastifyRequest } from 'fastify';
import { TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import type { TenantEngine } from '../embedded/tenant-engine';

export interface RestContext {
	engine: Pick<EmbeddedEngine, 'read'>;
	engineOf: (request: FastifyRequest) => TenantEngine;
	/** For each answer 500 and 503: internal faults, which the caller does not see, and overload. */
	reportFault: (error: unknown, url: string) => void;
	/** For an answer that takes long: the credential is still valid. */
	isStillGranted: (request: FastifyRequest) => Promise<boolean>;
}

/** The credential ended, or lost its scope, while the caller waited. */
export const endedWhileWaiting = (scope: string) =>
	denied('revoked', 'The credential of the caller ended while it waited for the answer.', `Ask with a valid credential that has ${scope}.`);

/** Up to nineteen digits, as Zeebe makes them. */
export const keySchema = Type.String({ pattern: '^[0-9]{1,19}$' });

/** Absent and null mean empty. */
export const variablesSchema = Type.Optional(Type.Unsafe<Variables | null>({ type: ['object', 'null'], additionalProperties: true }));

export const byKey = { params: Type.Object({ key: keySchema }) };

/** Null is not the same as an absent field. */
export const orNull = <Shape extends TSchema>(shape: Shape) =>
	Type.Optional(Type.Unsafe<Static<Shape> | null>({ ...shape, type: [(shape as { type?: string }).type, 'null'] }));

export const oneOfTexts = <const Value extends string>(values: readonly Value[]) => Type.Unsafe<Value>({ type: 'string', enum: values });

/** As in Zeebe, which refuses only blanks. */
export const nameSchema = Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' });

export const tenantPattern = '^(?:<default>|[A-Za-z0-9_@.+-]{1,256})$';
export const tenantSchema = Type.String({ minLength: 1, maxLength: 256, pattern: tenantPattern });

/**
 * As in Camunda: letters, digits and `_.-`, and no digit at first. Not every language reads \p{L}, so the other signs of ASCII are excluded instead.
 */
export const definitionIdPattern = '^[^\\u0000-@\\[-\\^`{-\\u007f][^\\u0000-,/:-@\\[-\\^`{-\\u007f]*$';
export const definitionIdSchema = Type.String({ maxLength: 255, pattern: definitionIdPattern });

/** A caller's number for a command. A cluster writes it into its records; it changes nothing. */
export const reference = { operationReference: Type.Optional(Type.Integer({ minimum: 1 })) };

export const referenceSchema = orNull(Type.Object(reference));

/** Zeebe refuses an empty object. */
export const someVariablesSchema = Type.Unsafe<Variables>({ type: 'object', additionalProperties: true, minProperties: 1 });

const maxDurationMs = 100 * 365 * 24 * 3600 * 1000;

/** Zeebe accepts any number: a negative one counts as 0, and a century is as good as for ever. */
export const toDuration = (milliseconds: number): number => Math.min(Math.max(milliseconds, 0), maxDurationMs);

/** RFC 3339 in UTC. */
export const toDate = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** @throws TroupeError of the code without an item */
export function found<T>(item: T | undefined, code: TroupeErrorCode, what: string, key: string): T {
	if (item !== undefined) return item;
	throw new TroupeError({
		code,
		message: `Expected to find a ${what} with key '${key}', but none found.`,
		fix: 'Check the key. It may have ended.',
	});
}
