import { parseFacts } from '../../core/guardrails/conditions/parse-facts';
import type { GuardrailFacts } from '../../core/ports/guardrails/guardrail-facts';
import { parseDocument } from '../terminal/json-lines';

/** @throws TroupeError INPUT_INVALID */
export async function readFacts(text: string | undefined): Promise<GuardrailFacts | undefined> {
	return text === undefined ? undefined : parseFacts(parseDocument(text, '--facts'), '--facts');
}
