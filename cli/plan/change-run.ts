import type { BlockChange, TreeDifference } from '../../planner/change/compare-trees';
import { TroupeError } from '../../core/base/errors';
import { type PlanWords, planWords } from '../../planner/words/plan-words';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { finish } from './new-run';
import { type PlanOptions, withPlans } from './open-plans';
import type { FileOptions } from './write-files';

export type PlanChangeOptions = PlanOptions & FileOptions;

/** Changes a plan in words, shows what differs, and proves it. A change that cannot be made leaves the plan as it was. */
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
			return 1;
		}
		if (!options.json && plan.difference)
			for (const line of describeDifference(plan.difference, planWords[plan.language])) asking.print(printable(line));
		return finish(plan, plans, options, asking);
	});
}

const marks: Record<BlockChange['change'], string> = { added: '+', removed: '-', changed: '~', moved: '>' };

/** A line for each block that differs, and for each of its fields. */
function* describeDifference({ blocks, plan, bump }: TreeDifference, words: PlanWords): Generator<string> {
	const say = (field: FieldChange) => describeField(field, words);
	for (const { change, id, name, fields = [] } of blocks) {
		yield `${marks[change]} ${name} (${id})`;
		yield* fields.map(say);
	}
	yield* plan.map(say);
	yield words.bump(bump);
}

type FieldChange = TreeDifference['plan'][number];

const describeField = ({ field, from, to }: FieldChange, words: PlanWords): string =>
	`    ${words.field(field)}: ${write(from)} -> ${write(to)}`;

const write = (value: unknown): string => (value === undefined ? '-' : JSON.stringify(value).slice(0, 200));
