import type { SecretRule } from '../rule';
import { addresses } from './addresses';
import { cloud } from './cloud';
import { developerTools } from './developer-tools';
import { keysAndTokens } from './keys-and-tokens';
import { messaging } from './messaging';
import { models } from './models';
import { payments } from './payments';

/** Every rule for a secret with a form of its own. Secrets that only their context reveals are recognized by find-in-context.ts. */
export const secretRules: readonly SecretRule[] = [
	...cloud,
	...developerTools,
	...messaging,
	...payments,
	...models,
	...keysAndTokens,
	...addresses,
];
