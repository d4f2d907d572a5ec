import type { BlockChange, TreeDifference } from '../../planner/change/compare-trees';
import type { PlanWords } from '../../planner/words/plan-words';

const marks: Record<BlockChange['change'], string> = { added: '+', removed: '-', changed: '~', moved: '>' };

/** A line for each block that differs, and for each of its fields. */
export function* describeDifference({ blocks, plan, bump }: TreeDifference, words: PlanWords): Generator<string> {
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
