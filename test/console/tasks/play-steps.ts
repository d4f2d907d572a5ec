import type { Aim, Hands } from './hands';
import type { Step, Target, Words } from './task';

/** Does the steps, in the language in which the words are said. */
export async function play(hands: Hands, steps: Step[], say: (words: Words) => string): Promise<void> {
	const aimAt = ({ role, name, row, table, isElement }: Target): Aim => ({
		...{ role, name: say(name), isElement },
		...(row && { row: say(row) }),
		...(table && { table: say(table) }),
	});
	for (const step of steps)
		if (step.act === 'write') await hands.write(aimAt(step.target), say(step.text));
		else if (step.act === 'read' || step.act === 'hear') await hands[step.act](say(step.text));
		else await hands[step.act](aimAt(step.target));
}
