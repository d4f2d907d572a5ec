import type { Language } from '../../ports';
import { toldCalls } from '../../told/calls';
import type { Violation } from '../policy/guard';

/** Tells a model, in the language of its prompt, why its tool call was not made. */
export const writeRefusal = ({ guardrail, argument, reason }: Violation, language: Language): string =>
	toldCalls[language].refusedByGuardrail(guardrail, argument, reason);
