import { TroupeError } from '../../core/base/errors';
import { changeTexts } from '../../planner/change/texts';
import type { Plan } from '../../planner/plan';
import { planWords } from '../../planner/words/plan-words';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { describeDifference } from './describe-difference';
import { finish } from './new-run';
import { type PlanOptions, withPlans } from './open-plans';
import type { FileOptions } from './write-files';

export type PlanChangeOptions = PlanOptions & FileOptions;

const isAlreadySo = ({ conversation, language }: Plan): boolean =>
	conversation.at(-1)?.text.startsWith(changeTexts[language].alreadySo) === true;

export async function runPlanChange(id: string, words: string[], options: PlanChangeOptions, terminal: Terminal): Promise<ExitCode> {
	const text = words.join(' ').trim();
	if (text === '')
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The command has no change.',
			fix: 'Write what should be different after the ID of the plan.',
		});
	return withPlans<ExitCode>('plan change', options, terminal, async (plans, asking) => {
		const before = await plans.show(id);
		const plan = await plans.change(id, text, asking.stop);
		if (plan.hash === before.hash) {
			asking.print(options.json ? JSON.stringify(plan) : printable(plan.conversation.at(-1)?.text ?? ''));
			return isAlreadySo(plan) ? 0 : 1;
		}
		if (!options.json && plan.difference)
			for (const line of describeDifference(plan.difference, planWords[plan.language])) asking.print(printable(line));
		return finish(plan, plans, options, asking);
	});
}
