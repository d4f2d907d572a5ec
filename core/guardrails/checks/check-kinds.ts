import type { CheckKind } from '../policy/check-kind';
import type { CheckId } from '../policy/guardrail-policy';
import { abuseLimit } from './abuse-limit';
import { backendData } from './backend-data';
import { claimedEffect } from './claimed-effect';
import { competitors } from './competitors';
import { foreignValues } from './foreign-values';
import { harmfulContent } from './harmful-content';
import { hiddenCharacters } from './hidden-characters';
import { injection } from './injection';
import { jsonSchema } from './json-schema';
import { language } from './language';
import { length } from './length';
import { noDeadline } from './no-deadline';
import { noDiscount } from './no-discount';
import { noPrice } from './no-price';
import { oddBehaviour } from './odd-behaviour';
import { pattern } from './pattern';
import { personalDataCheck } from './personal-data-check';
import { progressiveCollection } from './progressive-collection';
import { promptLeak } from './prompt-leak';
import { questionStreak } from './question-streak';
import { scripts } from './scripts';
import { secrets } from './secrets';
import { support } from './support';
import { topics } from './topics';

/** All checks that a policy can name. */
export const checkKinds: { [Id in CheckId]: CheckKind<Id> } = {
	'personal-data': personalDataCheck,
	secrets,
	injection,
	'harmful-content': harmfulContent,
	'hidden-characters': hiddenCharacters,
	'prompt-leak': promptLeak,
	'backend-data': backendData,
	'claimed-effect': claimedEffect,
	'foreign-values': foreignValues,
	support,
	'abuse-limit': abuseLimit,
	'odd-behaviour': oddBehaviour,
	'no-price': noPrice,
	'no-deadline': noDeadline,
	'no-discount': noDiscount,
	'question-streak': questionStreak,
	'progressive-collection': progressiveCollection,
	topics,
	competitors,
	length,
	language,
	scripts,
	'json-schema': jsonSchema,
	pattern,
};
