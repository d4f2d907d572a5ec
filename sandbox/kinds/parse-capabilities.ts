import { isTroupeError, TroupeError } from '../../core/base/errors';
import { describeSchemaErrors } from '../../core/base/text/describe-schema-error';
import { type Capabilities, capabilities } from '../../core/ports/capabilities/capabilities';
import { parseRequestPattern } from '../../core/ports/capabilities/request-pattern';

/** @param source for errors @throws TroupeError INPUT_INVALID */
export async function parseCapabilities(list: unknown, source: string): Promise<Capabilities> {
	const { createOwnSchema } = await import('../../core/json-schema/own-schema');
	const validate = await createOwnSchema<Capabilities>(capabilities)();
	if (!validate(list))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${source} is not a list of capabilities: ${describeSchemaErrors(validate.errors ?? []).join('; ')}.`,
			fix: 'Write a list such as {"version": 1, "requests": ["GET api.example.com"]}, or have one written by `troupe sandbox run` with --discover.',
		});
	(list.requests ?? []).forEach((text, index) => requirePattern(text, `${source}: requests.${index}`));
	return list;
}

function requirePattern(text: string, place: string): void {
	try {
		parseRequestPattern(text);
	} catch (error) {
		throw isTroupeError(error)
			? new TroupeError({ code: error.code, message: `${place}: ${error.message}`, fix: error.fix, cause: error })
			: error;
	}
}
