import type { TroupeErrorCode } from '../../../../core/base/errors';
import type { RefusedAnswer, VendorErrors } from '../../shared/to-model-error';

const contextTooLong = /context length|context window|exceeds? (the )?(maximum )?context/i;
const unknownModel = /model .*not found|try pulling/i;

/** Reads refusals of Ollama: a sentence, and a status that is often 500. Its SDK has no error classes: checked-fetch reads them from the wire. */
export const ollamaErrors: VendorErrors = { read: () => ({}), classify };

function classify({ text = '' }: RefusedAnswer): TroupeErrorCode | undefined {
	if (contextTooLong.test(text)) return 'MODEL_CONTEXT_TOO_LONG';
	return unknownModel.test(text) ? 'MODEL_NOT_FOUND' : undefined;
}
