import { saysWhoGoesOn } from '../../../guardrails/checks/statements/appointments';
import { foldText } from '../../../guardrails/checks/statements/folded-text';
import { splitSentences } from '../../../guardrails/policy/sentences';
import { listHandedOver } from '../answer-faults/list-handed-over';
import { toldTexts } from '../answer-faults/told-texts';
import type { Run } from '../run/run';
import { speaksToCustomer } from '../team/caller';

/**
 * Restores a plain hand-over sentence if a guardrail removed it, such as for a time in it: the customer should know. @param written as the model
 * wrote it
 */
export function keepHandOver(run: Run, written: string, text: string): string {
	const isCut = text !== written && tellsWhoGoesOn(written) && !tellsWhoGoesOn(text);
	if (!isCut || !speaksToCustomer(run) || run.parts.definition.output || listHandedOver(run).length === 0) return text;
	return `${text} ${toldTexts.goesOn[run.context.language]}`;
}

const tellsWhoGoesOn = (text: string): boolean =>
	splitSentences(text).some(({ start, end }) => saysWhoGoesOn(foldText(text.slice(start, end)).text));
