import type { SecretRule } from '../rule';
import { addresses } from './addresses';
import { cloud } from './cloud';
import { developerTools } from './developer-tools';
import { keysAndTokens } from './keys-and-tokens';
import { messaging } from './messaging';
import { models } from './models';
import { payments } from './payments';

/** Every rule with a form of its own; what is a secret by the words around it alone is known by in-context.ts. */
export const secretRules: readonly SecretRule[] = [
	...cloud,
	...developerTools,
	...messaging,
	...payments,
	...models,
	...keysAndTokens,
	...addresses,
];
