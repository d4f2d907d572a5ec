import { type GroundedPart, isGrounded } from '../../../guardrails/policy/grounded-policy';
import { asksForText } from '../../../words/asks-for-text';
import type { Run } from '../run/run';

/** Returns whether the agent names the policy `grounded` with this part. */
export const hasPart = ({ parts }: Pick<Run, 'parts'>, part: GroundedPart): boolean => isGrounded(parts.definition, part);

/** Returns the same for a part that judges what an agent says in its own name: no translation, summary or story does. */
export const judgesWording = (run: Run, part: GroundedPart): boolean =>
	hasPart(run, part) && !asksForText(run.context.given?.messages?.at(-1) ?? '', run.parts.definition.prompt);
