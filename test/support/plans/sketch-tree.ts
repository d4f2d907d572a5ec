import type { Block, PlanTree } from '../../../planner/tree/plan-tree';

/**
 * Writes a tree in few words, a block in a line, so that a test shows the whole of it.
 * @param hasTimes whether it says what is done after each wait and each deadline, too
 */
export const sketchTree = ({ trigger, inputs, do: blocks }: Pick<PlanTree, 'trigger' | 'inputs' | 'do'>, hasTimes = false): string => {
	const start = trigger.kind === 'timer' ? `timer ${trigger.at}` : trigger.kind === 'message' ? `message ${trigger.name}` : trigger.kind;
	return [[start, ...inputs.map(({ name }) => name)].join(' '), ...sketch(blocks, '', hasTimes)].join('\n');
};

function sketch(blocks: Block[], indent: string, hasTimes: boolean): string[] {
	const sketchInner = (inner: Block[], place: string) => sketch(inner, place, hasTimes);
	const inside = `${indent}  `;
	return blocks.flatMap((block): string[] => {
		const own = `${indent}${block.kind} ${block.name}`;
		switch (block.kind) {
			case 'choice':
				return [
					own,
					...block.branches.flatMap(({ when, do: inner }) => [`${inside}(${when})`, ...sketchInner(inner, `${inside}  `)]),
					...(block.otherwise.do.length > 0 ? [`${inside}(else)`, ...sketchInner(block.otherwise.do, `${inside}  `)] : []),
				];
			case 'parallel':
				return [own, ...block.branches.flatMap(({ do: inner }) => [`${inside}|`, ...sketchInner(inner, `${inside}  `)])];
			case 'loop':
				return [`${own} (${block.until ?? block.each})`, ...sketchInner(block.do, inside)];
			case 'event':
				return [
					`${own} (${block.waits.map(({ on }) => (on.kind === 'timer' ? on.duration : on.kind)).join()})`,
					...block.waits.flatMap(({ on, do: inner = [] }) =>
						hasTimes && inner.length > 0 ? [`${inside}(${on.kind})`, ...sketchInner(inner, `${inside}  `)] : [],
					),
				];
			case 'end':
				return [own];
			default: {
				const who = block.kind === 'human' ? ` [${block.who}]` : '';
				const writes = block.writes ? ` > ${block.writes.map(({ name }) => name).join()}` : '';
				const { deadline } = block;
				const late =
					deadline && hasTimes
						? [`${inside}(${deadline.after}${deadline.goesOn ? ', goes on' : ''})`, ...sketchInner(deadline.do, `${inside}  `)]
						: [];
				return [`${own}${who}${writes}`, ...late];
			}
		}
	});
}
