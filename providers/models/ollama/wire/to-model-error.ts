import type { TroupeErrorCode } from '../../../../core/base/errors';
import type { RefusedAnswer, VendorErrors } from '../../shared/to-model-error';

/** Its SDK has no error classes: refusals are read from the wire (checked-fetch). */
class NoneOfTheSdk extends Error {}

const contextTooLong = /context length|context window|exceeds? (the )?(maximum )?context/i;
const unknownModel = /model .*not found|try pulling/i;

/** How Ollama tells of a refusal: a sentence, and a status that is often 500. */
export const ollamaErrors: VendorErrors = {
	APIError: NoneOfTheSdk,
	APIConnectionError: NoneOfTheSdk,
	APIConnectionTimeoutError: NoneOfTheSdk,
	read: () => ({}),
	codeOf,
};

function codeOf({ text = '' }: RefusedAnswer): TroupeErrorCode | undefined {
	if (contextTooLong.test(text)) return 'MODEL_CONTEXT_TOO_LONG';
	return unknownModel.test(text) ? 'MODEL_NOT_FOUND' : undefined;
}
