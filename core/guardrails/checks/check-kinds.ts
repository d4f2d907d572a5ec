import type { CheckKind } from '../policy/check-kind';
import type { CheckId } from '../policy/guardrail-policy';
import { length } from './length';
import { questionStreak } from './question-streak';
import { secrets } from './secrets';

/** Every check that a policy can name. */
export const checkKinds: Partial<{ [Id in CheckId]: CheckKind<Id> }> = {
	'question-streak': questionStreak,
	length,
	secrets,
};
