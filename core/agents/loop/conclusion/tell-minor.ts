import { findMinorText } from '../../definition/standard-texts';
import { isSilence, saysNothing } from '../../../conversations/mailbox/describe-silence';
import { splitMissed } from '../../../conversations/mailbox/split-missed';
import { suspectDanger } from '../../../guardrails/danger/suspect-danger';
import { listHandedOver } from '../answer-faults/list-handed-over';
import type { Run } from '../run/run';
import { speaksToCustomer } from '../team/caller';
import { listMessages } from '../trail/list-messages';
import type { Ending } from '../trail/trail-entry';
import { keepMinor } from './keep-minor';

/**
 * Returns the ending with the one text that an agent that serves adults alone has for minors: whatever the model wrote beside it can ask them for data, or
 * promise them a person. It holds for the rest of the conversation. A minor in danger reads where help is, not that only adults are served, and an agent
 * that has nothing to say to a silent one writes nothing.
 */
export async function tellMinor(run: Run, ending: Ending): Promise<Ending> {
	const { definition } = run.parts;
	const text = findMinorText(definition, run.context.language);
	if (text === undefined || definition.output || !speaksToCustomer(run)) return ending;
	if (!(await keepMinor(run)) || !isReply(ending) || leavesAlone(run, ending)) return ending;
	const words = [...listMessages(run), ...listHandedOver(run)];
	const dangers = await Promise.all(words.map((word) => suspectDanger(word)));
	return dangers.some((danger) => danger !== undefined) ? ending : { ...ending, reply: text };
}

/** A message that a guardrail stopped has an answer of its own, as an emergency has. */
const isReply = (ending: Ending): boolean =>
	ending.kind !== 'blocked' && !(ending.kind === 'needs-human' && (ending.reason === 'emergency' || ending.reason === 'asked'));

/** A customer who wrote nothing is not told again. */
const leavesAlone = (run: Run, { reply }: Ending): boolean =>
	saysNothing(reply) && listMessages(run).some((message) => isSilence(splitMissed(message).words));
