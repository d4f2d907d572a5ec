import type { CheckKind } from '../policy/check-kind';
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
import { personalDataCheck } from './personal-data';
import { progressiveCollection } from './progressive-collection';
import { promptLeak } from './prompt-leak';
import { questionStreak } from './question-streak';
import { scripts } from './scripts';
import { secrets } from './secrets';
import { support } from './support';
import { topics } from './topics';

const all = [
	personalDataCheck,
	secrets,
	injection,
	harmfulContent,
	hiddenCharacters,
	promptLeak,
	backendData,
	claimedEffect,
	foreignValues,
	support,
	abuseLimit,
	oddBehaviour,
	noPrice,
	noDeadline,
	noDiscount,
	questionStreak,
	progressiveCollection,
	topics,
	competitors,
	length,
	language,
	scripts,
	jsonSchema,
	pattern,
];
type Each = (typeof all)[number];

export const kinds: readonly CheckKind[] = all;
export const checkKinds = Object.fromEntries(all.map((kind) => [kind.id, kind])) as { [Kind in Each as Kind['id']]: Kind };
