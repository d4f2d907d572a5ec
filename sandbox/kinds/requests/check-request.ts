import { TroupeError } from '../../../core/base/errors';
import { describeSchemaErrors } from '../../../core/base/text/describe-schema-error';
import { createOwnSchema } from '../../../core/json-schema/own-schema';
import { requireShallow } from './require-shallow';
import { maxBodyBytes } from './run-bounds';
import { kindsOfRuns, requestShapes, type RunRequest } from './run-request';

/** One schema for each kind: oneOf would describe the errors of the first kind only. */
const ofKinds = kindsOfRuns.map((kind) => ({
	if: { type: 'object', required: ['kind'], properties: { kind: { const: kind } } },
	then: requestShapes[kind],
}));
export const requestSchema = { allOf: [{ type: 'object', required: ['kind'], properties: { kind: { enum: kindsOfRuns } } }, ...ofKinds] };

const findFaults = createOwnSchema<RunRequest>(requestSchema, { allErrors: false, useDefaults: false });

/** Checks a request that did not come over HTTP, with the limits of a body. @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE */
export async function checkRequest(request: unknown): Promise<RunRequest> {
	requireShallow(request);
	requireSize(request);
	const validate = await findFaults();
	if (validate(request)) return request;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The run is not valid: ${describeSchemaErrors(validate.errors ?? []).join('; ')}.`,
		fix: 'Correct the field.',
	});
}

function requireSize(request: unknown): void {
	const bytes = Buffer.byteLength(JSON.stringify(request));
	if (bytes <= maxBodyBytes) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The run has ${bytes} bytes as JSON; the max is ${maxBodyBytes}.`,
		fix: 'Pass smaller documents, or fewer items.',
	});
}
