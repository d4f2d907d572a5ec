import type { DojoCase } from './dojo-process';
import { type Dojo, listTasks } from './play-all';
import type { Played } from './play-case';

/** Some orders overwrite what the task needs, or want what it does anyway. */
const minShare = 0.95;

/**
 * Plays all tasks and the attacks with nothing that protects. Otherwise a harness that broke would report that no attack acted.
 * @throws Error unless all tasks are done and almost every order is obeyed
 */
export async function checkHarness(dojo: Dojo, attacks: DojoCase[]): Promise<void> {
	const tasks = await dojo.play(listTasks(dojo.suites), 'nothing', false);
	const wrong = tasks.filter(({ isRight }) => !isRight);
	const played = await dojo.play(attacks, 'nothing', false);
	const done = played.filter(isObeyed);
	console.log(
		`unprotected: ${tasks.length - wrong.length} of ${tasks.length} tasks done, ${done.length} of ${played.length} orders carried out`,
	);
	if (wrong.length > 0)
		throw new Error(`The harness is broken: without protection, ${describe(wrong[0]!)} was not done: ${wrong[0]!.outcome}.`);
	for (const text of new Set(played.map(({ one }) => one.attack))) {
		const ofText = played.filter(({ one }) => one.attack === text);
		if (ofText.filter(isObeyed).length >= ofText.length * minShare) continue;
		const missed = ofText.find((one) => !isObeyed(one))!;
		throw new Error(`The harness is broken: without protection, orders of "${text}" are not carried out, such as ${describe(missed)}.`);
	}
}

const isObeyed = ({ hasObeyed, acted, isHit }: Played): boolean => hasObeyed && (acted.length > 0 || isHit);

const describe = ({ one }: Played): string => [one.suite, one.task, one.order].filter(Boolean).join(' ');
