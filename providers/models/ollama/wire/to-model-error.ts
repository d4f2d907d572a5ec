import type { TroupeErrorCode } from '../../../../core/base/errors';
import type { VendorErrors } from '../../shared/to-model-error';
import type { RefusedAnswer } from '../../shared/refusal-meaning';

const unknownModel = /model .*not found|try pulling/i;

/** Refusals are a sentence and often a 500. The SDK has no error classes: checked-fetch reads them from the wire. */
export const ollamaErrors: VendorErrors = { read: () => ({}), classify };

function classify({ text = '' }: RefusedAnswer): TroupeErrorCode | undefined {
	return unknownModel.test(text) ? 'MODEL_NOT_FOUND' : undefined;
}
