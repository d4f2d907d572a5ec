import type { Language } from '../../../base/text/languages';
import type { Violation } from '../../../guardrails/policy/guard';
import { listHandedOver } from '../answer-faults/list-handed-over';
import { canHandOver } from '../answer-faults/owes-person';
import { toldTexts } from '../answer-faults/told-texts';
import { wantsNoMessages } from '../answer-faults/wants-no-messages';
import type { Run } from '../run/run';

const texts: Record<'noted' | 'goesOn' | 'only', Record<Language, string>> = {
	noted: toldTexts.noted,
	goesOn: {
		en: 'Only a person of our team can do this; they go on with this conversation here.',
		pt: 'Isto, só uma pessoa da equipe pode fazer; ela continua a conversa por aqui.',
	},
	only: { en: 'Only a person of our team can do this.', pt: 'Isto, só uma pessoa da equipe pode fazer.' },
};

/**
 * Returns the text in place of a reply that claims an undone act. If documents lack nothing, "I could not find this" would be wrong; after an
 * opt-out, no message is promised.
 */
export function chooseClaimText(run: Run, { code, stage, matches }: Violation): string | undefined {
	if (code !== 'CLAIM' || stage !== 'output' || matches.some(({ type }) => type === 'human')) return undefined;
	const isHandedOver = listHandedOver(run).length > 0;
	const isOptOut = wantsNoMessages(run);
	if (!isOptOut && !isHandedOver && !canHandOver(run)) return undefined;
	const kind = isHandedOver ? (isOptOut ? 'noted' : 'goesOn') : 'only';
	return texts[kind][run.context.language];
}
