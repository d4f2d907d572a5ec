import type { Language } from '../../base/text/languages';
import { toldCalls } from '../../prompt-texts/calls';
import type { Violation } from '../policy/guard';

export const writeRefusal = ({ code, guardrail, argument, reason }: Violation, language: Language): string =>
	code === 'FOREIGN_VALUE'
		? toldCalls[language].refusedValues(reason)
		: toldCalls[language].refusedByGuardrail(guardrail, argument, reason);
